using System.Text.Json.Serialization;

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
    PoolWork? Work = null)
{
    /// <summary>Replicas that were asked for and are not to be expected: there is no machine for them. They are in none of the other counts; while there are any, no more are asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int NotComing { get; init; }

    /// <summary>Of the starting ones those that wait for GPUs which a draining replica still holds (<see cref="ScaleActionKind.SwapModel"/>): a place that counts once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Swapping { get; init; }

    /// <summary>Replicas that hold GPUs.</summary>
    [JsonIgnore]
    public int Held => Ready + Starting - Swapping + Draining;
}
