namespace SageServe.Scaler;

/// <summary>How replicas are started and stopped. All times are request time.</summary>
internal sealed record ActuatorOptions : ICheckedOptions
{
    public const string Local = "local";
    public const string Cluster = "kubernetes";

    /// <summary><c>local</c>: emulated replicas behind a control API per region. <c>kubernetes</c>: workloads of one cluster.</summary>
    [OneOf(Local, Cluster)]
    public string Kind { get; init; } = Local;

    public IReadOnlyList<LocalRegionOptions> Regions { get; init; } = [];

    /// <summary>Of kind <c>kubernetes</c>: the cluster and its workloads.</summary>
    public KubernetesOptions? Kubernetes { get; init; }

    public bool IsCluster => Kind == Cluster;

    /// <summary>Between a replica's mark in the fleet file and its drain call: at least two polls of the slowest gateway.</summary>
    public TimeSpan DrainNotice { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How long a draining replica may finish what it has.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Between two comparisons of what is wanted with what is.</summary>
    public TimeSpan ReconcileInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest wait for one answer of the control API.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    public IEnumerable<string> Problems()
    {
        if (Kind is not (Local or Cluster))
        {
            yield return $"Kind '{Kind}' is not known; use {Local} or {Cluster}.";
        }

        if (Kind == Local && Regions.Count == 0)
        {
            yield return "Regions must name at least one region.";
        }

        if (IsCluster == Kubernetes is null)
        {
            yield return $"Kubernetes must be there when Kind is {Cluster}, and only then.";
        }

        if (IsCluster && Regions.Count > 0)
        {
            yield return $"Regions is for kind {Local} alone.";
        }

        foreach (var region in Regions)
        {
            if (string.IsNullOrWhiteSpace(region.Region) || string.IsNullOrWhiteSpace(region.FleetFile) || !Uri.TryCreate(region.ControlUrl, UriKind.Absolute, out _))
            {
                yield return $"Regions '{region.Region}' needs a Region, a ControlUrl and a FleetFile.";
            }
        }

        foreach (var twice in Regions.GroupBy(r => r.Region).Where(g => g.Count() > 1))
        {
            yield return $"Regions names '{twice.Key}' more than once.";
        }

        if (DrainNotice < TimeSpan.Zero || DrainLimit <= TimeSpan.Zero || ReconcileInterval <= TimeSpan.Zero || Timeout <= TimeSpan.Zero)
        {
            yield return "Times must be longer than zero.";
        }
    }
}
