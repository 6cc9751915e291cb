namespace SageServe.Routing;

/// <summary>Replica seconds that can be had from a moment on; the forecast's, or of all ready replicas. O(1).</summary>
internal readonly struct CapacityAhead(in ReleaseFacts facts, Instant from)
{
    private readonly ReleaseHeadroom? _headroom = facts.Headroom is { IdleReplicas.IsDefaultOrEmpty: false } known ? known : null;
    private readonly int _replicas = Math.Max(1, facts.ReadyReplicas);

    public double Until(Instant moment) => _headroom?.Between(from, moment) ?? Math.Max(0, (moment - from).TotalSeconds) * _replicas;
}
