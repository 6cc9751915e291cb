namespace SageServe.Routing;

/// <summary>Picks one of the replicas that have room, by the configured rule. O(replicas); two draws at most.</summary>
internal sealed class InstanceChoice(InstanceRule rule, ReplicaBound bound, WorkMix mix)
{
    private readonly List<HomeReplica> _roomy = [];
    private InstanceId _last;

    public ReasonCode Reason => rule switch
    {
        InstanceRule.PowerOfTwo => ReasonCode.PowerOfTwoChoices,
        InstanceRule.RoundRobin => ReasonCode.RoundRobin,
        _ => ReasonCode.LeastOutstandingWork,
    };

    /// <summary>Null when none of them has room under its bound.</summary>
    /// <param name="eligible">Those that may take it.</param>
    /// <param name="entry">The request.</param>
    /// <param name="own">Only those kept for its tier (true), only those that take its overflow (false), or any (null).</param>
    /// <param name="draws">Chance of this input.</param>
    public HomeReplica? Choose(IReadOnlyList<HomeReplica> eligible, FlowEntry entry, bool? own, ref DrawSequence draws)
    {
        _roomy.Clear();
        for (var i = 0; i < eligible.Count; i++)
        {
            if ((own is null || eligible[i].IsOwnOf(entry.Request.Tier) == own) && bound.HasRoom(eligible[i], entry))
            {
                _roomy.Add(eligible[i]);
            }
        }

        return _roomy.Count switch
        {
            0 => null,
            1 => _roomy[0],
            _ => rule switch
            {
                InstanceRule.PowerOfTwo => OfTwo(entry, ref draws),
                InstanceRule.RoundRobin => Next(),
                _ => Least(entry),
            },
        };
    }

    /// <summary>Tells that the choice was carried out; round robin goes on from here.</summary>
    public void Chosen(HomeReplica replica) => _last = replica.Id;

    /// <summary>Seconds until it would be done there: what is ahead of it plus itself at this pool's speed.</summary>
    private long Cost(HomeReplica replica, FlowEntry entry) => replica.OutstandingTicks(mix) + replica.Rate.WorkTicks(entry.Request);

    private HomeReplica Least(FlowEntry entry)
    {
        var best = _roomy[0];
        var bestCost = Cost(best, entry);
        for (var i = 1; i < _roomy.Count; i++)
        {
            var cost = Cost(_roomy[i], entry);
            if (cost < bestCost)
            {
                (best, bestCost) = (_roomy[i], cost);
            }
        }

        return best;
    }

    private HomeReplica OfTwo(FlowEntry entry, ref DrawSequence draws)
    {
        var first = draws.NextInt(_roomy.Count);
        var second = draws.NextInt(_roomy.Count - 1);
        second += second >= first ? 1 : 0;
        return Cost(_roomy[second], entry) < Cost(_roomy[first], entry) ? _roomy[second] : _roomy[first];
    }

    private HomeReplica Next()
    {
        foreach (var replica in _roomy)
        {
            if (replica.Id.CompareTo(_last) > 0)
            {
                return replica;
            }
        }

        return _roomy[0];
    }
}
