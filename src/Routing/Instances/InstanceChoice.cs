namespace SageServe.Routing;

/// <summary>
/// Picks one of the replicas that have room, by the configured rule. All but round robin go by one cost in seconds: outstanding work, the
/// request without what is cached there, and its adapter's loading. O(replicas x log prefix blocks); two draws at most.
/// </summary>
internal sealed class InstanceChoice(ModelFlowOptions options, ReplicaBound bound, WorkMix mix, WarmState warm, PatientPacking packing)
{
    private readonly InstanceRule _rule = NamedRules.InstanceRule(options.InstancePolicy);
    private readonly LoadGuard _guard = new(options.Affinity, mix);
    private readonly List<InstancePick> _roomy = [];
    private InstanceId _last;
    private ulong _key;
    private ulong _strongest;

    /// <summary>Null when none of them has room under its bound.</summary>
    /// <param name="eligible">Those that may take it.</param>
    /// <param name="entry">The request.</param>
    /// <param name="own">Only those kept for its tier (true), only those that take its overflow (false), or any (null).</param>
    /// <param name="now">Request time.</param>
    /// <param name="draws">Chance of this input.</param>
    public InstancePick? Choose(IReadOnlyList<HomeReplica> eligible, FlowEntry entry, bool? own, Instant now, ref DrawSequence draws)
    {
        Collect(eligible, entry, own, now);
        if (_roomy.Count == 0)
        {
            return null;
        }

        var pick = packing.Packs(entry) ? Fullest() : _rule switch
        {
            InstanceRule.PowerOfTwo => OfTwo(ref draws),
            InstanceRule.RoundRobin => Next(),
            InstanceRule.PrefixAffinity => Warmest(entry.Request, now),
            InstanceRule.SessionAffinity when _key != 0 => Usual(entry.Request, now),
            _ => Least().Because(ReasonCode.LeastOutstandingWork),
        };
        return entry.Request.Adapter is null ? pick : pick.Because(pick.AdapterTicks == 0 ? ReasonCode.AdapterResident : ReasonCode.AdapterLoad);
    }

    /// <summary>Tells that the choice was carried out; round robin goes on from here, and the replica will have what the request brings.</summary>
    public void Chosen(HomeReplica replica, InferenceRequest request)
    {
        _last = replica.Id;
        warm.SentTo(replica, request);
    }

    private void Collect(IReadOnlyList<HomeReplica> eligible, FlowEntry entry, bool? own, Instant now)
    {
        packing.Begin(eligible, own is not null, now);
        var guards = _rule is InstanceRule.PrefixAffinity or InstanceRule.SessionAffinity;
        _key = KeyOf(entry.Request);
        _roomy.Clear();
        _guard.Begin();
        _strongest = 0;
        for (var i = 0; i < eligible.Count; i++)
        {
            var replica = eligible[i];
            if (own is not null && replica.IsOwnOf(entry.Request.Tier) != own || entry.Deferred && !packing.IsOpenTo(entry, replica, i, bound.PatientSlots(replica, now)))
            {
                continue;
            }

            if (guards)
            {
                _guard.Count(replica, now);
                _strongest = Math.Max(_strongest, StableHash.Pair(_key, replica.Hash));
            }

            var cached = warm.CachedTokens(replica.Ledger.Prefixes, entry.Request);
            if (bound.HasRoom(replica, entry, cached, now))
            {
                _roomy.Add(Priced(replica, entry.Request, cached, now));
            }
        }
    }

    /// <summary>What draws the request to a replica whatever is known of it: its session, or with several gateways its prompt's head; 0: nothing.</summary>
    private ulong KeyOf(InferenceRequest request) => _rule switch
    {
        InstanceRule.SessionAffinity when request.Session is { } session => StableHash.Of(session),
        InstanceRule.PrefixAffinity when bound.Division.By > 1 => warm.Head(request),
        _ => 0,
    };

    private InstancePick Priced(HomeReplica replica, InferenceRequest request, int cached, Instant now)
    {
        var adapter = warm.AdapterTicks(replica, request);
        var reasons = bound.GrownShare(replica, now) < 1 ? ReasonSet.Of(ReasonCode.SlowStart) : ReasonSet.None;
        reasons = replica.Ledger.Record.Breaker.IsHalfOpen(now) ? reasons.With(ReasonCode.CircuitProbe) : reasons;
        return new InstancePick(replica, cached, adapter, packing.AheadOf(request, replica) + replica.Rate.WorkTicks(request, cached) + adapter, reasons);
    }

    /// <summary>Where most patient work is already.</summary>
    private InstancePick Fullest()
    {
        var best = _roomy[0];
        for (var i = 1; i < _roomy.Count; i++)
        {
            best = PatientsAt(_roomy[i]) > PatientsAt(best) ? _roomy[i] : best;
        }

        return best.Because(ReasonCode.PackedPatientWork);
    }

    private static int PatientsAt(in InstancePick pick) => pick.Replica.Ledger.Requests - pick.Replica.Ledger.InteractiveRequests;

    private InstancePick Least()
    {
        var best = _roomy[0];
        for (var i = 1; i < _roomy.Count; i++)
        {
            best = _roomy[i].Cost < best.Cost ? _roomy[i] : best;
        }

        return best;
    }

    private InstancePick OfTwo(ref DrawSequence draws)
    {
        if (_roomy.Count == 1)
        {
            return _roomy[0].Because(ReasonCode.PowerOfTwoChoices);
        }

        var first = draws.NextInt(_roomy.Count);
        var second = draws.NextInt(_roomy.Count - 1);
        second += second >= first ? 1 : 0;
        return (_roomy[second].Cost < _roomy[first].Cost ? _roomy[second] : _roomy[first]).Because(ReasonCode.PowerOfTwoChoices);
    }

    private InstancePick Next()
    {
        foreach (var pick in _roomy)
        {
            if (pick.Replica.Id.CompareTo(_last) > 0)
            {
                return pick.Because(ReasonCode.RoundRobin);
            }
        }

        return _roomy[0].Because(ReasonCode.RoundRobin);
    }

    /// <summary>Least cost, a cached second of prefill counting as often as it weighs, among those that the load guard allows.</summary>
    private InstancePick Warmest(InferenceRequest request, Instant now)
    {
        InstancePick? best = null, wanted = null;
        foreach (var pick in _roomy)
        {
            wanted = wanted is null || IsBetter(request, pick, wanted.Value, now) ? pick : wanted;
            if (_guard.Allows(pick.Replica, pick.WorkTicks(request), now))
            {
                best = best is null || IsBetter(request, pick, best.Value, now) ? pick : best;
            }
        }

        var chosen = (best ?? Least()).Because(best is { CachedTokens: > 0 } ? ReasonCode.PrefixAffinity : ReasonCode.LeastOutstandingWork);
        return wanted!.Value.CachedTokens > 0 && wanted.Value.Replica != chosen.Replica ? chosen.Because(ReasonCode.LoadGuard) : chosen;
    }

    /// <summary>Equal ones go to the one that was sent least lately, so that idle replicas take turns.</summary>
    private bool IsBetter(InferenceRequest request, in InstancePick pick, in InstancePick than, Instant now)
    {
        var (a, b) = (Weighed(request, pick), Weighed(request, than));
        return a != b ? a < b : pick.Replica.Ledger.Sent.At(now) < than.Replica.Ledger.Sent.At(now);
    }

    private double Weighed(InferenceRequest request, in InstancePick pick)
    {
        var isHeads = _key != 0 && StableHash.Pair(_key, pick.Replica.Hash) == _strongest;
        var guessed = isHeads ? options.Affinity.HeadWeight * (request.PromptTokens - pick.CachedTokens) : 0;
        return pick.Cost - pick.Replica.Rate.TicksPerPromptToken * ((options.Affinity.PrefixWeight - 1) * pick.CachedTokens + options.Affinity.PrefixWeight * guessed);
    }

    /// <summary>The replica that the session is drawn to most strongly, of those that the load guard allows.</summary>
    private InstancePick Usual(InferenceRequest request, Instant now)
    {
        InstancePick? best = null;
        var strength = 0UL;
        foreach (var pick in _roomy)
        {
            var draw = StableHash.Pair(_key, pick.Replica.Hash);
            if ((best is null || draw > strength) && _guard.Allows(pick.Replica, pick.WorkTicks(request), now))
            {
                (best, strength) = (pick, draw);
            }
        }

        return best is null ? Least().Because(ReasonCode.LoadGuard)
            : strength == _strongest ? best.Value.Because(ReasonCode.SessionAffinity)
            : best.Value.Because(ReasonCode.SessionAffinity).Because(ReasonCode.LoadGuard);
    }
}
