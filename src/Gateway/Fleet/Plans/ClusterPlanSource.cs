using SageServe.Kubernetes;

namespace SageServe.Gateway;

/// <summary>The ConfigMap in which the scalers of this region keep the last accepted plan.</summary>
internal sealed class ClusterPlanSource : IPlanSource, IDisposable
{
    private readonly KubernetesClient _client;
    private readonly PlanMap _map;

    public ClusterPlanSource(string name, KubernetesFleetOptions options, KubernetesAccess access, TimeProvider time)
    {
        _client = new KubernetesClient(access, time);
        _map = new PlanMap(_client, options.Namespace ?? access.Namespace, name);
        Name = $"ConfigMap {name}";
    }

    public string Name { get; }

    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    public Task<PlanDocument?> ReadNewAsync(CancellationToken stop) => _map.ReadNewAsync(stop);

    public void Dispose() => _client.Dispose();
}
