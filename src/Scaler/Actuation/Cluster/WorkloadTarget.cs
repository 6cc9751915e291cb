using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>A workload by its address in the API, and the pool that its pods are.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Namespace">Of the workload and its pods.</param>
/// <param name="ApiVersion">For example <c>apps/v1</c>.</param>
/// <param name="Plural">As the API path has it.</param>
/// <param name="Kind">As objects name it, for example <c>Deployment</c>.</param>
/// <param name="Name">Its name.</param>
internal sealed record WorkloadTarget(PoolId Pool, string Namespace, string ApiVersion, string Plural, string Kind, string Name)
{
    public const string LeaderWorkerSets = "leaderworkerset.x-k8s.io/v1";

    /// <summary>As the scale subresource is asked for.</summary>
    public string ScalePath => $"{(ApiVersion.Contains('/', StringComparison.Ordinal) ? "apis" : "api")}/{ApiVersion}/{Plural}";

    /// <summary>As annotations name it.</summary>
    public string Address => $"{Kind}/{Name}";

    /// <summary>The controller always takes the highest number away; else it ranks pods as a ReplicaSet does.</summary>
    public bool GoesByOrdinal => Kind is "StatefulSet" or "LeaderWorkerSet";

    public static WorkloadTarget Of(WorkloadOptions options, string region, string @namespace)
    {
        var (api, plural, kind) = options.Kind switch
        {
            WorkloadOptions.Deployment => ("apps/v1", "deployments", "Deployment"),
            WorkloadOptions.StatefulSet => ("apps/v1", "statefulsets", "StatefulSet"),
            WorkloadOptions.LeaderWorkerSet => (LeaderWorkerSets, "leaderworkersets", "LeaderWorkerSet"),
            _ => (options.ApiVersion!, options.Plural!, options.Kind),
        };
        return new WorkloadTarget(options.PoolIn(region), @namespace, api, plural, kind, options.Name);
    }

    public override string ToString() => $"{Kind} {Name}";
}
