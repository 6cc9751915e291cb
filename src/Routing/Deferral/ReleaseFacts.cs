namespace SageServe.Routing;

/// <summary>What a release is decided from.</summary>
/// <param name="Now">Request time.</param>
/// <param name="Waiting">Items that wait.</param>
/// <param name="KvUtilization">Of the home deployment: of its pools that patient work may use.</param>
/// <param name="Pressure">Of the home deployment; at 1 or above nothing but late items goes.</param>
/// <param name="ReadyReplicas">Home replicas that take work.</param>
/// <param name="OldestEnqueuedAt">Of the oldest waiting item; null when none waits.</param>
/// <param name="EarliestDeadline">Of the waiting items; null when none waits.</param>
/// <param name="EarliestWorkSeconds">Estimated run time of the item with the earliest deadline.</param>
public readonly record struct ReleaseFacts(
    Instant Now,
    long Waiting,
    Utilization KvUtilization,
    Pressure Pressure,
    int ReadyReplicas,
    Instant? OldestEnqueuedAt,
    Instant? EarliestDeadline,
    double EarliestWorkSeconds);
