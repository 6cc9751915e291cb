namespace SageServe.Routing;

/// <summary>
/// Which region serves a request (DESIGN 5.12): residency, freshness and circuits are hard; then home while below the threshold; then the
/// plan's weights while the plan is valid; then the least utilised. A retry tries home first: other regions come last. The rules that are
/// named otherwise put theirs in the place of "home while below the threshold".
/// </summary>
internal sealed class RegionChoice(FlowScope scope, PeerView peers, HomeView home, WorkMix mix, WarmState warm)
{
    private readonly RegionRule _rule = NamedRules.RegionRule(scope.Options.RegionPolicy);
    private readonly RegionCosts _homeCosts = new(scope.Catalog, scope.Model, scope.Home);
    private readonly TtftForecast _ttft = new(mix, warm);
    private readonly OpenRegions _open = new(peers, warm, scope.Options.SummaryFreshFor);

    /// <param name="entry">The request.</param>
    /// <param name="pick">The replica that would serve it at home; null when home may not serve it or has no room.</param>
    /// <param name="advice">The plan's advice; checked for validity here.</param>
    /// <param name="now">Request time.</param>
    /// <param name="draws">For the plan's weights.</param>
    public RegionDecision Decide(FlowEntry entry, in InstancePick? pick, PlanAdvice? advice, Instant now, ref DrawSequence draws)
    {
        if (entry.Request.Relayed)
        {
            return pick is not null ? RegionDecision.AtHome(ReasonCode.RelayedOnce) : RegionDecision.Nowhere;
        }

        _open.Collect(entry, pick is not null, now);
        var decision = Choose(entry, pick, advice, now, ref draws);
        decision = _open.CircuitOpen ? decision.Because(ReasonCode.CircuitOpen) : decision;
        return entry.Request.MayUse(scope.Home) ? decision : decision.Because(ReasonCode.ResidencyConstraint);
    }

    private RegionDecision Choose(FlowEntry entry, in InstancePick? pick, PlanAdvice? advice, Instant now, ref DrawSequence draws)
    {
        if (pick is not null && _open.All.Count == 0)
        {
            return RegionDecision.AtHome(IsBelowThreshold(entry) ? ReasonCode.HomeBelowThreshold : ReasonCode.OnlyRegion);
        }

        if (pick is not null && entry.Attempts > 0)
        {
            return RegionDecision.AtHome(ReasonCode.RetryAfterFailure);
        }

        return _rule switch
        {
            RegionRule.Nearest => Nearest(pick is not null),
            RegionRule.LeastUtilized => LeastUtilized(entry, pick),
            RegionRule.Cheapest => Cheapest(entry, pick is not null) ?? PlannedOr(entry, pick, advice, now, ref draws),
            RegionRule.PredictedTtft when pick is { } near && IsBelowThreshold(entry) && IsFastEnough(entry, near) => RegionDecision.AtHome(ReasonCode.HomeBelowThreshold),
            RegionRule.HomeFirst when pick is not null && IsBelowThreshold(entry) => RegionDecision.AtHome(ReasonCode.HomeBelowThreshold),
            _ => PlannedOr(entry, pick, advice, now, ref draws),
        };
    }

    private bool IsBelowThreshold(FlowEntry entry) => home.KvUtilizationFor(entry.Request.Tier).Value < scope.Options.HomeThreshold;

    private bool IsFastEnough(FlowEntry entry, in InstancePick pick) =>
        Fastest(entry.Request) is not { } peer || _ttft.AtHome(entry.Request, pick) <= _ttft.At(peer, entry.Request) + scope.Options.RelayGain;

    /// <summary>The plan's word, else the last rule: least expected TTFT where that is the policy, else least utilised.</summary>
    private RegionDecision PlannedOr(FlowEntry entry, in InstancePick? pick, PlanAdvice? advice, Instant now, ref DrawSequence draws)
    {
        var planned = advice is not null && advice.IsValidAt(now) ? Planned(advice, ref draws) : null;
        return planned is not null ? RegionDecision.At(planned, ReasonCode.PlanWeight)
            : _rule == RegionRule.PredictedTtft ? LeastTtft(entry.Request, pick)
            : LeastUtilized(entry, pick);
    }

    /// <summary>One draw against the weights; what they leave over follows the last rule.</summary>
    private PeerRegion? Planned(PlanAdvice advice, ref DrawSequence draws)
    {
        var left = draws.NextDouble();
        foreach (var weight in advice.RegionWeights)
        {
            if (weight.Model == scope.Model && weight.From == scope.Home && PeerView.Among(_open.All, weight.To) is { } peer)
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

    private RegionDecision LeastTtft(InferenceRequest request, in InstancePick? pick)
    {
        var best = Fastest(request);
        var stay = pick is { } near && (best is null || _ttft.AtHome(request, near) <= _ttft.At(best, request));
        return Of(stay, best, ReasonCode.LeastExpectedTtft);
    }

    private PeerRegion? Fastest(InferenceRequest request)
    {
        PeerRegion? best = null;
        foreach (var peer in _open.All)
        {
            best = best is null || _ttft.At(peer, request) < _ttft.At(best, request) ? peer : best;
        }

        return best;
    }

    /// <summary>Equally utilised regions: the one whose first token is expected sooner.</summary>
    private RegionDecision LeastUtilized(FlowEntry entry, in InstancePick? pick)
    {
        PeerRegion? best = null;
        foreach (var peer in _open.All)
        {
            var order = best is null ? -1 : peer.KvUtilization.CompareTo(best.KvUtilization);
            best = order < 0 || order == 0 && _ttft.At(peer, entry.Request) < _ttft.At(best!, entry.Request) ? peer : best;
        }

        var stay = pick is not null && (best is null || home.KvUtilizationFor(entry.Request.Tier).Value <= best.KvUtilization);
        return Of(stay, best, ReasonCode.LeastUtilizedRegion);
    }

    /// <summary>Of the regions below the threshold, home first and then the nearest among equals; null when all are above it.</summary>
    private RegionDecision? Cheapest(FlowEntry entry, bool homeHasRoom)
    {
        var stays = homeHasRoom && IsBelowThreshold(entry);
        var least = stays ? _homeCosts.UsdPerPromptToken(mix.OutputPerPromptToken) : double.PositiveInfinity;
        PeerRegion? best = null;
        foreach (var peer in _open.All)
        {
            var price = peer.Costs.UsdPerPromptToken(mix.OutputPerPromptToken);
            if (peer.KvUtilization < scope.Options.HomeThreshold && (price < least || best is not null && price <= least && peer.RoundTrip < best.RoundTrip))
            {
                (best, least) = (peer, price);
            }
        }

        return best is null && !stays ? null : Of(best is null, best, ReasonCode.CheapestRegion);
    }

    private RegionDecision Nearest(bool homeHasRoom)
    {
        PeerRegion? best = null;
        foreach (var peer in _open.All)
        {
            best = best is null || peer.RoundTrip < best.RoundTrip ? peer : best;
        }

        return Of(homeHasRoom, best, ReasonCode.NearestRegion);
    }

    private static RegionDecision Of(bool stay, PeerRegion? best, ReasonCode reason) =>
        stay ? RegionDecision.AtHome(reason) : best is null ? RegionDecision.Nowhere : RegionDecision.At(best, reason);
}
