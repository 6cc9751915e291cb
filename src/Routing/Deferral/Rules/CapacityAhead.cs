namespace SageServe.Routing;

/// <summary>Replica seconds that can be had from a moment on: the forecast's as far as it knows, or of all ready replicas. O(1).</summary>
internal readonly struct CapacityAhead(in ReleaseFacts facts, Instant from)
{
    /// <summary>
    /// Of the ready replicas at times of which nothing is known but the present. A fleet that is full for a minute on its first day is not full for
    /// a day, and patient work that took it for so would turn urgent at once and press on what fills the fleet.
    /// </summary>
    private const double UnknownShare = 0.5;

    private readonly ReleaseHeadroom? _headroom = facts.Headroom is { IdleReplicas.IsDefaultOrEmpty: false } known ? known : null;
    private readonly int _replicas = Math.Max(1, facts.ReadyReplicas);

    public double Until(Instant moment)
    {
        if (_headroom is not { } headroom)
        {
            return Seconds(from, moment) * _replicas;
        }

        var known = Instant.Later(from, headroom.KnownEnd);
        return headroom.Between(from, Instant.Earlier(moment, known))
            + (moment > known ? Math.Max(headroom.Between(known, moment), UnknownShare * _replicas * Seconds(known, moment)) : 0);
    }

    private static double Seconds(Instant from, Instant to) => Math.Max(0, (to - from).TotalSeconds);
}
