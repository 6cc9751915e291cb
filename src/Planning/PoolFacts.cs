namespace SageServe.Planning;

/// <summary>One pool at the time of a tick.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Ready">Replicas that serve.</param>
/// <param name="Starting">Replicas allocated and not ready.</param>
/// <param name="Draining">Replicas that finish and go.</param>
/// <param name="KvUtilization">KV tokens in use over KV tokens that fit, ready replicas; null when unknown.</param>
/// <param name="Pressure">See DESIGN 5.4; null when unknown.</param>
/// <param name="MetricsAge">Age of the oldest of these readings, envelope time.</param>
/// <param name="Work">What runs and waits here; null when nobody tells.</param>
public sealed record PoolFacts(
    PoolId Pool,
    int Ready,
    int Starting,
    int Draining,
    Utilization? KvUtilization,
    Pressure? Pressure,
    TimeSpan MetricsAge,
    PoolWork? Work = null);
