using SageServe.Hosting;

namespace SageServe.Scaler;

/// <summary>The cluster whose workloads are scaled: one region's. All times are request time.</summary>
internal sealed record KubernetesOptions : ICheckedOptions
{
    /// <summary>The catalog's id of the cluster's region.</summary>
    public string Region { get; init; } = "";

    /// <summary>Namespace of the workloads; null: the pod's own, or that of the kubeconfig's context.</summary>
    public string? Namespace { get; init; }

    /// <summary>A kubeconfig file; null: the pod's service account, or the usual file.</summary>
    public string? KubeConfig { get; init; }

    /// <summary>One workload for each pool of the region.</summary>
    public IReadOnlyList<WorkloadOptions> Workloads { get; init; } = [];

    /// <summary>Name of the engines' container port; null: the first port of the first container that has one.</summary>
    public string? PortName { get; init; }

    /// <summary>Label selector of gateway pods in the namespace, each of which is asked what it holds; null: only <c>Source:Gateways</c> of the region.</summary>
    public string? GatewaySelector { get; init; }

    /// <summary>Port of the admin listener of those pods.</summary>
    public int GatewayPort { get; init; } = 9080;

    /// <summary>Label selector of other work's pods in the namespace that runs on GPUs which engines leave, at a lower priority; null: nobody counts them.</summary>
    public string? LentSelector { get; init; }

    /// <summary>File with the key that gateways' admin listeners ask for (<c>Authorization: Bearer</c>), read again for each call; null: none.</summary>
    public string? AdminKeyFile { get; init; }

    /// <summary>A pod that waits longer for a machine than this counts as not coming.</summary>
    public TimeSpan UnschedulableAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A pod that is not ready for so long goes before one that is.</summary>
    public TimeSpan ExchangeAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A container that runs within this time after its pod has a machine found its image there.</summary>
    public TimeSpan WarmImageWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After somebody else has undone a move twice, that workload is left alone for so long.</summary>
    public TimeSpan ForeignPause { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a watch may be silent before it is opened anew.</summary>
    public TimeSpan WatchLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The fleet file of a gateway in the same pod; null where gateways watch the API server themselves.</summary>
    public string? FleetFile { get; init; }

    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Region))
        {
            yield return "Region must name the catalog's region that the cluster is in.";
        }

        if (Workloads.Count == 0)
        {
            yield return "Workloads must name a workload for each pool.";
        }

        foreach (var problem in Workloads.SelectMany(w => w.Problems()))
        {
            yield return problem;
        }

        foreach (var twice in Workloads.GroupBy(w => (w.Kind, w.ApiVersion, w.Plural, w.Name)).Where(g => g.Count() > 1))
        {
            yield return $"Workloads: {twice.Key.Kind} '{twice.Key.Name}' is named for {twice.Count()} pools; each pool needs a workload of its own.";
        }

        foreach (var twice in Workloads.GroupBy(w => (w.Model, w.Accelerator, w.CapacityType, w.Revision)).Where(g => g.Count() > 1))
        {
            yield return $"Workloads: pool {twice.Key.Model}/{twice.Key.Accelerator}/{twice.Key.CapacityType}/{twice.Key.Revision} has {twice.Count()} workloads ({string.Join(", ", twice.Select(w => w.Name))}); it may have one.";
        }

        if (KubeConfig is not null && !File.Exists(KubeConfig))
        {
            yield return $"KubeConfig '{KubeConfig}' does not exist.";
        }

        if (AdminKeyFile is not null && !File.Exists(AdminKeyFile))
        {
            yield return $"AdminKeyFile '{AdminKeyFile}' does not exist.";
        }

        if (GatewayPort is < 1 or > 65_535)
        {
            yield return "GatewayPort must be between 1 and 65535.";
        }

        if (UnschedulableAfter <= TimeSpan.Zero || ExchangeAfter < TimeSpan.Zero || WarmImageWithin <= TimeSpan.Zero || ForeignPause <= TimeSpan.Zero || WatchLimit < TimeSpan.FromSeconds(1))
        {
            yield return "Times must be longer than zero, and WatchLimit at least a second.";
        }
    }
}
