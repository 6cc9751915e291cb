namespace SageServe.Routing;

/// <summary>
/// Makes room for an interactive request that no replica has within its bound: patient requests of this gateway give way, back to their
/// queue, those with the least progress first, at the replica where the fewest do. None does that could not make room, whose client has
/// had a part of its answer, or beyond so many a second. Nor while only prefills are in the way that end soon enough: half a prompt read is work
/// thrown away, which of large prompts is more than the waiting costs. O(live requests), as seldom as that.
/// </summary>
internal sealed class PatientEviction(FlowScope scope, FlowTable table, HomeView home, HoldQueue hold, ReplicaBound bound, TenantShares shares, UntoldProgress untold, Endings endings)
{
    /// <summary>Saved up for a burst.</summary>
    private const double BurstSeconds = 2;

    /// <summary>For one interactive request.</summary>
    private const int MostVictims = 8;
    private readonly List<FlowEntry> _victims = [];
    private readonly List<FlowEntry> _fewest = [];
    private double _budget;
    private Instant _filledAt = Instant.Min;

    /// <param name="entry">Found no room.</param>
    /// <param name="eligible">Replicas that may take it.</param>
    /// <param name="now">Request time.</param>
    /// <param name="effects">Gets an Evict for each that gives way.</param>
    /// <returns>True when there is room now.</returns>
    public bool TryMakeRoom(FlowEntry entry, IReadOnlyList<HomeReplica> eligible, Instant now, FlowEffectBuffer effects)
    {
        if (!entry.Request.Tier.IsInteractive() || scope.Options.Patient.EvictionsPerSecond <= 0 || !Fill(now) || CanWait(entry, eligible, now))
        {
            return false;
        }

        _fewest.Clear();
        for (var i = 0; i < eligible.Count; i++)
        {
            if (eligible[i].Ledger.Requests > eligible[i].Ledger.InteractiveRequests && Collect(entry, eligible[i], now) && (_fewest.Count == 0 || _victims.Count < _fewest.Count))
            {
                _fewest.Clear();
                _fewest.AddRange(_victims);
            }
        }

        if (_fewest.Count == 0 || _fewest.Count > _budget)
        {
            return false;
        }

        _budget -= _fewest.Count;
        foreach (var victim in _fewest)
        {
            Evict(victim, now, effects);
        }

        return true;
    }

    /// <summary>True when every replica is reading prompts, and there is time for the first of them, for those of who is held and for its own.</summary>
    private bool CanWait(FlowEntry entry, IReadOnlyList<HomeReplica> eligible, Instant now)
    {
        if (eligible.Count == 0)
        {
            return false;
        }

        var (least, perToken) = (long.MaxValue, 0.0);
        for (var i = 0; i < eligible.Count; i++)
        {
            least = Math.Min(least, eligible[i].Ledger.PrefillTicks);
            perToken = Math.Max(perToken, eligible[i].Rate.TicksPerPromptToken);
        }

        var ahead = least + (long)(hold.PromptTokens * perToken / eligible.Count + entry.Request.PromptTokens * perToken);
        return least > 0 && entry.Request.Deadline - now >= TimeSpan.FromTicks(ahead);
    }

    private bool Fill(Instant now)
    {
        var rate = scope.Options.Patient.EvictionsPerSecond * home.ReadyCount;
        var most = Math.Max(1, BurstSeconds * rate);
        _budget = _filledAt == Instant.Min ? most : Math.Min(most, _budget + rate * (now - _filledAt).TotalSeconds);
        _filledAt = now;
        return _budget >= 1;
    }

    /// <returns>False when even without them there would be no room.</returns>
    private bool Collect(FlowEntry entry, HomeReplica replica, Instant now)
    {
        _victims.Clear();
        table.AddPatients(replica.Ledger, _victims);
        _victims.Sort(LessProgress);
        var relief = default(BoundRelief);
        for (var i = 0; i < Math.Min(MostVictims, _victims.Count); i++)
        {
            relief = relief.Plus(_victims[i]);
            if (bound.HasRoom(replica, entry, cachedTokens: 0, now, relief))
            {
                _victims.RemoveRange(i + 1, _victims.Count - i - 1);
                return true;
            }
        }

        return false;
    }

    private void Evict(FlowEntry victim, Instant now, FlowEffectBuffer effects)
    {
        shares.Settle(victim, served: true, victim.OutputTokens);
        victim.Probes?.Ended(failed: null, wasProbe: true, now);
        victim.Probes = null;
        untold.Ended(victim);
        victim.Ledger!.Release(victim, now);
        table.Move(victim, FlowStage.New);
        endings.Evict(victim, ReasonSet.Of(ReasonCode.EvictedForInteractive), effects, victim.DoneTokens);
    }

    /// <summary>Of equals the one that was sent last.</summary>
    private static int LessProgress(FlowEntry a, FlowEntry b) =>
        a.DoneTokens != b.DoneTokens ? a.DoneTokens.CompareTo(b.DoneTokens) : b.Order.CompareTo(a.Order);
}
