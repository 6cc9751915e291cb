using System.Collections.Immutable;
using System.Globalization;
using SageServe.Kubernetes;
using Endpoint = SageServe.Kubernetes.Endpoint;

namespace SageServe.Gateway;

/// <summary>Makes replicas of endpoints and the pods behind them: the pod's name is the id, its labels the pool.</summary>
internal sealed class PodReplicas(KubernetesFleetOptions options, Func<ServingCatalog> catalog)
{
    /// <returns>Sorted by id, and what is wrong with those that were left out.</returns>
    public (ImmutableArray<FleetReplica> Replicas, IReadOnlyList<string> Problems) Of(IEnumerable<EndpointSlice> slices, IReadOnlyDictionary<string, Pod> pods)
    {
        var replicas = new SortedDictionary<string, FleetReplica>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var slice in slices)
        {
            foreach (var endpoint in slice.Endpoints ?? [])
            {
                if (endpoint.TargetRef?.Name is { } name && pods.TryGetValue(name, out var pod) && !replicas.ContainsKey(name)
                    && Of(pod, endpoint, PortOf(slice), problems) is { } replica)
                {
                    replicas[name] = replica;
                }
            }
        }

        return ([.. replicas.Values], problems);
    }

    private FleetReplica? Of(Pod pod, Endpoint endpoint, int? port, List<string> problems)
    {
        var name = pod.Metadata.Name;
        var (model, accelerator) = (Text(pod, ClusterNames.Model), Text(pod, ClusterNames.Accelerator));
        var capacity = Text(pod, ClusterNames.CapacityType) ?? nameof(CapacityType.OnDemand);
        if (model is null || accelerator is null || catalog().FindProfile(new ModelId(model), new AcceleratorId(accelerator)) is null)
        {
            problems.Add($"Pod '{name}': the catalog has no profile of '{model}' on '{accelerator}' (labels {ClusterNames.Model}, {ClusterNames.Accelerator}).");
            return null;
        }

        if (!Enum.TryParse<CapacityType>(capacity.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var type) || !Enum.IsDefined(type))
        {
            problems.Add($"Pod '{name}': {ClusterNames.CapacityType} '{capacity}' is not known.");
            return null;
        }

        if (port is null || endpoint.Addresses is not [var address, ..])
        {
            problems.Add($"Pod '{name}': its EndpointSlice has no address or no port{(options.PortName is { } p ? $" named '{p}'" : "")}.");
            return null;
        }

        var host = address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
        var url = string.Create(CultureInfo.InvariantCulture, $"{options.Scheme}://{host}:{port}");
        return new FleetReplica(
            new InstanceId(name), new ModelId(model), new AcceleratorId(accelerator), url, IsDraining(pod, endpoint), type, Text(pod, ClusterNames.Revision) ?? PoolId.DefaultRevision);
    }

    // Told to drain, being deleted, or taken out by its own readiness: it finishes what it has.
    private static bool IsDraining(Pod pod, Endpoint endpoint) =>
        pod.Metadata.DeletionTimestamp is not null
        || endpoint.Conditions is { Terminating: true } or { Ready: false }
        || pod.Metadata.Annotations?.GetValueOrDefault(ClusterNames.Draining) is { Length: > 0 } told && !told.Equals("false", StringComparison.OrdinalIgnoreCase);

    private int? PortOf(EndpointSlice slice) =>
        slice.Ports?.FirstOrDefault(p => options.PortName is null || p.Name == options.PortName)?.Port;

    // Values of labels may not hold a slash, as names of models do; annotations may.
    private static string? Text(Pod pod, string name) =>
        pod.Metadata.Labels?.GetValueOrDefault(name) is { Length: > 0 } label && !(pod.Metadata.Annotations?.ContainsKey(name) ?? false)
            ? label
            : pod.Metadata.Annotations?.GetValueOrDefault(name) is { Length: > 0 } annotation ? annotation : null;
}
