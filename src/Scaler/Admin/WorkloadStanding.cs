using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>One workload of a cluster as it was seen last.</summary>
/// <param name="Workload">Kind and name.</param>
/// <param name="Pool">What its pods are.</param>
/// <param name="Wanted">Replicas that it is to have; null while there is no such workload.</param>
/// <param name="NotComing">Of them, those for which there is no machine.</param>
/// <param name="Frozen">Why nothing is taken away; null where it may be.</param>
/// <param name="LeftAloneUntil">Somebody else scales it; null where nobody does.</param>
/// <param name="Leaving">Pods that drain.</param>
/// <param name="Starts">What the last starts took.</param>
internal sealed record WorkloadStanding(
    string Workload,
    PoolId Pool,
    int? Wanted,
    int NotComing,
    string? Frozen,
    Instant? LeftAloneUntil,
    ImmutableArray<LeavingPod> Leaving,
    ImmutableArray<StartTime> Starts);
