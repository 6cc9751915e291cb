using SageServe.Hosting;

namespace SageServe.Scaler;

/// <summary>How one of several scalers becomes the one that acts.</summary>
internal sealed record LeaseOptions : ICheckedOptions
{
    public const string None = "none";
    public const string Cluster = "kubernetes";

    /// <summary><c>none</c>: this process is the only scaler of its region, and the first region of <c>Order</c> plans. <c>kubernetes</c>: Leases decide.</summary>
    [OneOf(None, Cluster)]
    public string Kind { get; init; } = None;

    /// <summary>Namespace of the Leases; null: the pod's own.</summary>
    public string? Namespace { get; init; }

    /// <summary>A kubeconfig to use instead of the pod's service account.</summary>
    public string? KubeConfig { get; init; }

    /// <summary>Lease of whoever moves the region's replicas.</summary>
    public string PacingName { get; init; } = "sageserve-pacing";

    /// <summary>Lease of whoever plans for all regions; the one in the first cluster of <c>Order</c> that answers counts.</summary>
    public string PlanningName { get; init; } = "sageserve-planning";

    /// <summary>ConfigMap in which the last accepted plan is kept; empty keeps it in <c>PlanFile</c> alone.</summary>
    public string PlanName { get; init; } = "sageserve-plan";

    /// <summary>Unique among scalers; null: the machine's name with a number drawn at start.</summary>
    public string? Identity { get; init; }

    /// <summary>A leader that was not heard of for this long is replaced.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between two looks, and between two renewals.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(2);

    public IEnumerable<string> Problems()
    {
        if (Kind is not (None or Cluster))
        {
            yield return $"Kind '{Kind}' is not known; use {None} or {Cluster}.";
        }

        if (string.IsNullOrWhiteSpace(PacingName) || string.IsNullOrWhiteSpace(PlanningName) || PacingName == PlanningName)
        {
            yield return "PacingName and PlanningName must name two Leases.";
        }

        // A lease that is renewed once in its life is lost to the first call that fails.
        if (Duration < TimeSpan.FromSeconds(1) || Retry <= TimeSpan.Zero || Retry * 3 > Duration)
        {
            yield return "Duration must be at least 1s, and Retry longer than zero and at most a third of it.";
        }
    }
}
