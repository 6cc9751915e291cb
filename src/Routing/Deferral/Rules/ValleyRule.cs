namespace SageServe.Routing;

/// <summary>
/// Fills what interactive work leaves. Urgent work goes regardless, earliest deadline first: too old, or all that is due by then is nearly
/// more than can be done until then. The rest is kept in flight up to a share of the slots that the replicas open to it have, is cut back
/// at once when interactive TTFT, pressure or KV use rises, waits for a deeper valley where one is forecast in time, and never stops wholly.
/// </summary>
internal sealed class ValleyRule(ReleaseOptions options) : IReleaseRule
{
    /// <summary>Slots of a replica of which nothing is known.</summary>
    private const int UnknownSlots = 16;
    private readonly DeadlineOrder _order = new();
    private readonly BackOff _backOff = new();
    private readonly TenantTurns _turns = new();
    private ReleaseOptions _options = options;
    private int[] _granted = [];
    private bool[] _urgent = [];

    public void Change(ReleaseOptions options) => _options = options;

    public ReleaseDecision Decide(in ReleaseFacts facts, List<ReleaseGrant> grants)
    {
        _backOff.Look(facts, _options);
        _order.Sort(facts.Groups);
        Clear();
        if (!facts.AnyReady)
        {
            return new ReleaseDecision(0, false, ReasonCode.NoReadyReplica);
        }

        var urgent = TakeUrgent(facts, WorkAhead.Urgent(facts, _order, _options), grants);
        var (wanted, reason) = Wanted(facts, urgent);
        var rest = wanted > 0 ? _turns.Take(facts, _order, _urgent, _granted, wanted, _options.PromoteAfter) : 0;
        for (var n = 0; n < _order.Count; n++)
        {
            if (_granted[n] > 0)
            {
                grants.Add(new ReleaseGrant(facts.Groups[_order[n]].Id, _granted[n], false, reason));
            }
        }

        return new ReleaseDecision(urgent + rest, urgent > 0, urgent > 0 ? ReasonCode.DeadlinePromotion : reason);
    }

    /// <summary>As many as the replicas take, and always some where any are ready, as what is urgent may use what other patient work may not.</summary>
    private int TakeUrgent(in ReleaseFacts facts, int due, List<ReleaseGrant> grants)
    {
        var left = Math.Min(facts.Room, Math.Max(facts.Open ?? 0, 2 * Math.Max(1, facts.ReadyReplicas)));
        var taken = 0;
        for (var n = 0; n < _order.Count; n++)
        {
            var group = facts.Groups[_order[n]];
            _urgent[n] = n < due || group.OldestEnqueuedAt is { } oldest && facts.Now - oldest > _options.PromoteAfter;
            var count = _urgent[n] ? (int)Math.Min(left - taken, group.Waiting) : 0;
            if (count > 0)
            {
                grants.Add(new ReleaseGrant(group.Id, count, true, ReasonCode.DeadlinePromotion));
                taken += count;
            }
        }

        return taken;
    }

    /// <summary>How many that are not urgent go, and why not more.</summary>
    private (int Count, ReasonCode Reason) Wanted(in ReleaseFacts facts, int urgent)
    {
        if (facts.ReadyReplicas == 0)
        {
            return (0, ReasonCode.NoReadyReplica);
        }

        var slots = facts.Slots > 0 ? facts.Slots : UnknownSlots * facts.ReadyReplicas;
        var room = facts.Room - urgent;
        var flying = InFlight(facts) + urgent;
        var open = facts.Pressure.Value >= 1 ? 0 : Math.Min(room, (facts.Open ?? room) - urgent);
        var waits = WorkAhead.CanWait(facts, _order, _options);
        var target = waits ? 0 : _options.Fill * _backOff.Share * slots;
        var wanted = (int)Math.Min(open, Math.Ceiling(target) - flying);
        var trickle = (int)Math.Min(room, Math.Max(1, Math.Ceiling(_options.TrickleShare * slots)) - flying);
        if (trickle > 0 && wanted < trickle)
        {
            return (trickle, ReasonCode.ReleaseTrickle);
        }

        return (Math.Max(0, wanted), waits ? ReasonCode.DeeperValleyAhead : _backOff.Share < 1 ? ReasonCode.ReleaseCutBack : wanted > 0 ? ReasonCode.ValleyFilled : ReasonCode.NoRoom);
    }

    private void Clear()
    {
        if (_granted.Length < _order.Count)
        {
            (_granted, _urgent) = (new int[2 * _order.Count], new bool[2 * _order.Count]);
        }

        Array.Clear(_granted, 0, _order.Count);
    }

    private static long InFlight(in ReleaseFacts facts)
    {
        var leased = 0L;
        for (var i = 0; i < facts.Groups.Count; i++)
        {
            leased += facts.Groups[i].Leased;
        }

        return leased;
    }
}
