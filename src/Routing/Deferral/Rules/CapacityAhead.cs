namespace SageServe.Routing;

/// <summary>Replica seconds that can be had from a moment on, asked for ascending moments; the forecast's, or of all ready replicas.</summary>
internal struct CapacityAhead(in ReleaseFacts facts, Instant from)
{
    private readonly ReleaseHeadroom? _headroom = facts.Headroom is { IdleReplicas.IsDefaultOrEmpty: false } known ? known : null;
    private readonly int _replicas = Math.Max(1, facts.ReadyReplicas);
    private Instant _until = from;
    private double _seconds;

    public double Until(Instant moment)
    {
        while (_until < moment)
        {
            var (idle, next) = _headroom?.At(_until) ?? (_replicas, Instant.Max);
            next = Instant.Earlier(next, moment);
            _seconds += idle * (next - _until).TotalSeconds;
            _until = next;
        }

        return _seconds;
    }
}
