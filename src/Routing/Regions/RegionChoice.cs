namespace SageServe.Routing;

/// <summary>
/// Which region serves a request (DESIGN 5.12): residency and freshness are hard; then home while below the threshold; then the
/// plan's weights while the plan is valid; then the least utilised. A retry tries home first: other regions come last.
/// </summary>
internal sealed class RegionChoice(FlowScope scope, PeerView peers, HomeView home)
{
    private readonly RegionRule _rule = NamedRules.RegionRule(scope.Options.RegionPolicy);
    private readonly List<PeerRegion> _open = [];

    /// <param name="entry">The request.</param>
    /// <param name="homeHasRoom">Home may serve it and a replica there has room.</param>
    /// <param name="advice">The plan's advice; checked for validity here.</param>
    /// <param name="now">Request time.</param>
    /// <param name="draws">For the plan's weights.</param>
    public RegionDecision Decide(FlowEntry entry, bool homeHasRoom, PlanAdvice? advice, Instant now, ref DrawSequence draws)
    {
        if (entry.Request.Relayed)
        {
            return homeHasRoom ? RegionDecision.AtHome(ReasonCode.RelayedOnce) : RegionDecision.Nowhere;
        }

        CollectOpen(entry, now);
        if (homeHasRoom && _open.Count == 0)
        {
            return RegionDecision.AtHome(Threshold(entry) ? ReasonCode.HomeBelowThreshold : ReasonCode.OnlyRegion);
        }

        if (homeHasRoom && entry.Attempts > 0)
        {
            return RegionDecision.AtHome(ReasonCode.RetryAfterFailure);
        }

        var decision = _rule switch
        {
            RegionRule.Nearest => Nearest(homeHasRoom),
            RegionRule.LeastUtilized => LeastUtilized(entry, homeHasRoom),
            _ => HomeFirst(entry, homeHasRoom, advice, now, ref draws),
        };
        return entry.Request.MayUse(scope.Home) ? decision : decision with { Reasons = decision.Reasons.With(ReasonCode.ResidencyConstraint) };
    }

    private bool Threshold(FlowEntry entry) => home.KvUtilizationFor(entry.Request.Tier).Value < scope.Options.HomeThreshold;

    private void CollectOpen(FlowEntry entry, Instant now)
    {
        _open.Clear();
        for (var i = 0; i < peers.Count; i++)
        {
            if (peers[i].HasRoom && peers[i].IsUsable(entry, now, scope.Options.SummaryFreshFor))
            {
                _open.Add(peers[i]);
            }
        }
    }

    private RegionDecision HomeFirst(FlowEntry entry, bool homeHasRoom, PlanAdvice? advice, Instant now, ref DrawSequence draws)
    {
        if (homeHasRoom && Threshold(entry))
        {
            return RegionDecision.AtHome(ReasonCode.HomeBelowThreshold);
        }

        var planned = advice is not null && advice.IsValidAt(now) ? Planned(advice, ref draws) : null;
        return planned is not null ? RegionDecision.At(planned, ReasonCode.PlanWeight) : LeastUtilized(entry, homeHasRoom);
    }

    /// <summary>One draw against the weights; what they leave over follows the rule of the paper.</summary>
    private PeerRegion? Planned(PlanAdvice advice, ref DrawSequence draws)
    {
        var left = draws.NextDouble();
        foreach (var weight in advice.RegionWeights)
        {
            if (weight.Model == scope.Model && weight.From == scope.Home && FindOpen(weight.To) is { } peer)
            {
                left -= weight.Weight;
                if (left < 0)
                {
                    return peer;
                }
            }
        }

        return null;
    }

    private PeerRegion? FindOpen(RegionId region)
    {
        foreach (var peer in _open)
        {
            if (peer.Region == region)
            {
                return peer;
            }
        }

        return null;
    }

    private RegionDecision LeastUtilized(FlowEntry entry, bool homeHasRoom)
    {
        PeerRegion? best = null;
        foreach (var peer in _open)
        {
            best = best is null || peer.KvUtilization < best.KvUtilization ? peer : best;
        }

        var stay = homeHasRoom && (best is null || home.KvUtilizationFor(entry.Request.Tier).Value <= best.KvUtilization);
        return stay ? RegionDecision.AtHome(ReasonCode.LeastUtilizedRegion)
            : best is null ? RegionDecision.Nowhere
            : RegionDecision.At(best, ReasonCode.LeastUtilizedRegion);
    }

    private RegionDecision Nearest(bool homeHasRoom)
    {
        PeerRegion? best = null;
        foreach (var peer in _open)
        {
            best = best is null || peer.RoundTrip < best.RoundTrip ? peer : best;
        }

        return homeHasRoom ? RegionDecision.AtHome(ReasonCode.NearestRegion)
            : best is null ? RegionDecision.Nowhere
            : RegionDecision.At(best, ReasonCode.NearestRegion);
    }
}
