namespace SageServe.Simulator;

/// <summary>What chance may do to a replica.</summary>
internal enum ReplicaFate
{
    Crash,
    SlowDown,
    SpeedUp,

    /// <summary>The cloud wants its spot machine back.</summary>
    SpotNotice,
    SpotEnd,
    MetricsLost,
    MetricsBack,
}
