namespace SageServe.Simulator;

/// <summary>How one replica comes to be.</summary>
/// <param name="Kind">How.</param>
/// <param name="Machine">Where; null when machines are not simulated.</param>
/// <param name="AllocatedAt">From when on it is paid for, envelope time.</param>
/// <param name="Takes">From the allocation to Ready, envelope time.</param>
/// <param name="Fails">It will not become ready: that shows at the time when it should.</param>
internal readonly record struct ReplicaStart(StartKind Kind, Machine? Machine, Instant AllocatedAt, TimeSpan Takes, bool Fails);
