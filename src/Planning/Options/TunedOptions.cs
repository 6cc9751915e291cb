namespace SageServe.Planning;

/// <summary>
/// <c>reactive-tuned</c>: the algorithm of Kubernetes' HorizontalPodAutoscaler (autoscaling/v2), which KEDA drives too. Defaults are
/// Kubernetes' own (kubernetes.io, "Horizontal Pod Autoscaling") but for the target, which Kubernetes leaves to the user.
/// </summary>
public sealed record TunedOptions
{
    /// <summary>Load that a replica should have; the forecast strategies plan at the same use, so that the comparison is fair.</summary>
    [Within(0, 1, AboveLow = true)]
    public double TargetLoad { get; init; } = 0.6;

    /// <summary>--horizontal-pod-autoscaler-sync-period.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>--horizontal-pod-autoscaler-tolerance: a ratio this near to one moves nothing.</summary>
    [Within(0, 1, BelowHigh = true)]
    public double Tolerance { get; init; } = 0.1;

    /// <summary>behavior.scaleUp.stabilizationWindowSeconds: the smallest wish of this time counts for growing.</summary>
    public TimeSpan UpWindow { get; init; } = TimeSpan.Zero;

    /// <summary>behavior.scaleDown.stabilizationWindowSeconds: the largest wish of this time counts for shrinking.</summary>
    public TimeSpan DownWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>behavior.scaleUp.policies: type Percent.</summary>
    [Within(0)]
    public double UpPercent { get; init; } = 100;

    /// <summary>behavior.scaleUp.policies: type Pods.</summary>
    [Within(0)]
    public int UpPods { get; init; } = 4;

    /// <summary>behavior.scaleDown.policies: type Percent.</summary>
    [Within(0, 100)]
    public double DownPercent { get; init; } = 100;

    /// <summary>behavior.scaleDown.policies: type Pods; 0 leaves that policy out, as Kubernetes does.</summary>
    [Within(0)]
    public int DownPods { get; init; }

    /// <summary>periodSeconds of every policy.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>selectPolicy: true takes the policy that allows the larger change (Max), false the smaller (Min).</summary>
    public bool SelectMax { get; init; } = true;
}
