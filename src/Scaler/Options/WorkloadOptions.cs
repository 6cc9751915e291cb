namespace SageServe.Scaler;

/// <summary>The workload whose pods are one pool.</summary>
internal sealed record WorkloadOptions
{
    public const string Deployment = "deployment";
    public const string StatefulSet = "statefulset";
    public const string LeaderWorkerSet = "leaderworkerset";

    /// <summary>The catalog's id of the pool's model.</summary>
    public string Model { get; init; } = "";

    /// <summary>The catalog's id of its accelerator.</summary>
    public string Accelerator { get; init; } = "";

    /// <summary>How its machines are paid for.</summary>
    public CapacityType CapacityType { get; init; } = CapacityType.OnDemand;

    /// <summary>Revision of the pool.</summary>
    public string Revision { get; init; } = PoolId.DefaultRevision;

    /// <summary><c>deployment</c>, <c>statefulset</c> or <c>leaderworkerset</c>; another kind by <c>ApiVersion</c> and <c>Plural</c>.</summary>
    public string Kind { get; init; } = Deployment;

    /// <summary>Name of the workload in the namespace.</summary>
    public string Name { get; init; } = "";

    /// <summary>Of a kind that is not among the three, for example <c>argoproj.io/v1alpha1</c>; null where Kind is one of them.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Of a kind that is not among the three, as its API path has it, for example <c>rollouts</c>; it must have the scale subresource.</summary>
    public string? Plural { get; init; }

    public PoolId PoolIn(string region) => new(
        new DeploymentId(new ModelId(Model), new RegionId(region)), new AcceleratorId(Accelerator), CapacityType, Revision);

    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Name) || string.IsNullOrWhiteSpace(Model) || string.IsNullOrWhiteSpace(Accelerator))
        {
            yield return $"Workloads '{Name}' needs a Name, a Model and an Accelerator.";
        }

        var isNamed = Kind is Deployment or StatefulSet or LeaderWorkerSet;
        if (!isNamed && (string.IsNullOrWhiteSpace(ApiVersion) || string.IsNullOrWhiteSpace(Plural)))
        {
            yield return $"Workloads '{Name}': Kind '{Kind}' is none of {Deployment}, {StatefulSet}, {LeaderWorkerSet}; it needs ApiVersion and Plural.";
        }

        if (isNamed && (ApiVersion ?? Plural) is not null)
        {
            yield return $"Workloads '{Name}': ApiVersion and Plural are for other kinds than {Kind}; name the kind in Kind.";
        }
    }
}
