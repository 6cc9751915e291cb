namespace SageServe.Routing;

/// <summary>
/// So many in flight and no more: the number grows by and by while interactive work fares well, and is halved when it does not. It knows
/// neither deadlines, but for late work, nor forecasts nor tenants: the common gate, to compare with.
/// </summary>
internal sealed class AimdRule(ReleaseOptions options) : IReleaseRule
{
    private static readonly TimeSpan BetweenCuts = TimeSpan.FromSeconds(1);
    private readonly DeadlineOrder _order = new();
    private ReleaseOptions _options = options;
    private double _window;
    private Instant _cutAt = Instant.Min;
    private Instant _lookedAt = Instant.Min;

    public void Change(ReleaseOptions options) => _options = options;

    public ReleaseDecision Decide(in ReleaseFacts facts, List<ReleaseGrant> grants)
    {
        _order.Sort(facts.Groups);
        var cut = Look(facts);
        var late = facts.AnyReady && _order.Count > 0 && DeadlinePromotion.IsDue(facts.Groups[_order[0]], facts.Now, _options);
        var flying = 0L;
        for (var i = 0; i < facts.Groups.Count; i++)
        {
            flying += facts.Groups[i].Leased;
        }

        var open = facts.ReadyReplicas == 0 ? 0 : (long)_window - flying;
        var wanted = (int)Math.Clamp(Math.Max(open, late ? 1 : 0), 0, Math.Max(0, facts.Room));
        var reason = late ? ReasonCode.DeadlinePromotion
            : facts.ReadyReplicas == 0 ? ReasonCode.NoReadyReplica
            : cut ? ReasonCode.ReleaseCutBack
            : wanted > 0 ? ReasonCode.ValleyFilled : ReasonCode.NoRoom;
        var left = wanted;
        for (var n = 0; n < _order.Count && left > 0; n++)
        {
            var group = facts.Groups[_order[n]];
            var count = (int)Math.Min(left, group.Waiting);
            grants.Add(new ReleaseGrant(group.Id, count, late, reason));
            left -= count;
        }

        return new ReleaseDecision(wanted - left, late && wanted > left, reason);
    }

    /// <returns>True when interactive work is in trouble.</returns>
    private bool Look(in ReleaseFacts facts)
    {
        var since = _lookedAt == Instant.Min ? TimeSpan.FromSeconds(1) : facts.Now - _lookedAt;
        _lookedAt = facts.Now;
        var congested = Congestion.Is(facts, _options);
        if (!congested)
        {
            _window = facts.ReadyReplicas == 0 ? 0 : _window + _options.AddPerSecond * facts.ReadyReplicas * since.TotalSeconds;
        }
        else if (_cutAt == Instant.Min || facts.Now - _cutAt >= BetweenCuts)
        {
            _window *= _options.CutTo;
            _cutAt = facts.Now;
        }

        _window = Math.Max(facts.ReadyReplicas, _window);
        return congested;
    }
}
