namespace SageServe.Routing;

/// <summary>Chooses region and replica for one request and reserves there, in one step.</summary>
internal sealed class Placement(
    FlowScope scope,
    FlowTable table,
    HomeView home,
    Eligibility eligibility,
    InstanceChoice instances,
    RegionChoice regions,
    RetryLimit retries,
    WarmState warm,
    TenantShares shares,
    UntoldProgress untold,
    InteractiveWork interactive)
{
    /// <summary>Advice of the latest snapshot.</summary>
    public PlanAdvice? Advice { get; set; }

    /// <summary>Patient work that gives way where an interactive request has no room; null: none does.</summary>
    public PatientEviction? Eviction { get; set; }

    /// <param name="entry">A request that is nowhere now.</param>
    /// <param name="why">Reasons known before: released, retried.</param>
    /// <param name="now">Request time.</param>
    /// <param name="draws">Chance of this input.</param>
    /// <param name="effects">Gets the Forward or Relay.</param>
    public PlacementResult TryPlace(FlowEntry entry, ReasonSet why, Instant now, ref DrawSequence draws, FlowEffectBuffer effects)
    {
        var mayUseHome = entry.Request.MayUse(scope.Home);
        InstancePick? pick = null;
        if (mayUseHome)
        {
            eligibility.Collect(entry, now);
            pick = Choose(entry, now, ref draws);
        }

        var decision = regions.Decide(entry, pick, Advice, now, ref draws);
        if (decision.Home)
        {
            Forward(entry, pick!.Value, why.With(decision.Reasons).With(eligibility.Reasons), now, effects);
            return PlacementResult.Placed;
        }

        if (decision.Peer is { } peer)
        {
            Relay(entry, peer, why.With(decision.Reasons).With(WhyNotHome(mayUseHome, pick is not null)), now, effects);
            return PlacementResult.Placed;
        }

        if (mayUseHome && Eviction?.TryMakeRoom(entry, eligibility.Eligible, now, effects) == true && Choose(entry, now, ref draws) is { } freed)
        {
            Forward(entry, freed, why.With(eligibility.Reasons), now, effects);
            return PlacementResult.Placed;
        }

        // One that may go nowhere else must not make others wait for its replica.
        return mayUseHome && eligibility.Eligible.Count > 0 && entry.Request.OnlyReplica is null ? PlacementResult.NoRoom : PlacementResult.NoneEligible;
    }

    /// <summary>Pools kept for the tier first while they are below the threshold, then those that take overflow; above it the other way round.</summary>
    private InstancePick? Choose(FlowEntry entry, Instant now, ref DrawSequence draws)
    {
        if (!home.IsDivided)
        {
            return instances.Choose(eligibility.Eligible, entry, own: null, now, ref draws);
        }

        var ownFirst = home.OwnKvUtilization(entry.Request.Tier).Value <= scope.Options.OverflowThreshold;
        return instances.Choose(eligibility.Eligible, entry, ownFirst, now, ref draws) ?? instances.Choose(eligibility.Eligible, entry, !ownFirst, now, ref draws);
    }

    /// <summary>True when a request without room means that the next one has none either; not so where pools are kept for tiers.</summary>
    public bool BlocksOthers => !home.IsDivided;

    /// <summary>Why a request that was not placed has to wait or is refused.</summary>
    public ReasonSet WhyNot(FlowEntry entry, Instant now)
    {
        if (!entry.Request.MayUse(scope.Home))
        {
            return ReasonSet.Of(ReasonCode.ResidencyConstraint);
        }

        eligibility.Collect(entry, now);
        return eligibility.Eligible.Count > 0 ? ReasonSet.Of(ReasonCode.ReplicaBoundReached)
            : eligibility.FailedClosed ? eligibility.Reasons
            : home.ReadyCount > 0 ? ReasonSet.Of(home.AnyRests(entry, now) ? ReasonCode.UpstreamResting : ReasonCode.AttemptsExhausted)
            : IsWarming(now) ? ReasonSet.Of(ReasonCode.NoReadyReplica, ReasonCode.CapacityWarming)
            : ReasonSet.Of(ReasonCode.NoReadyReplica);
    }

    /// <summary>True when replicas are starting, by the fleet or by the plan.</summary>
    public bool IsWarming(Instant now) => home.HasStarting || Warming(now) is not null;

    /// <summary>When the next replica is expected to serve: by the plan, else by the catalog's cold start; null when none is on its way.</summary>
    public Instant? ServesAt(Instant now) => Warming(now) is { } planned ? Instant.Later(now, planned.ReadyAt) : home.NextServesAt(now);

    public int WarmingReplicas(Instant now) => Warming(now)?.Replicas ?? home.StartingCount;

    /// <summary>The plan's word on starting replicas of this deployment; null without a valid one.</summary>
    private WarmingCapacity? Warming(Instant now)
    {
        if (Advice is null || !Advice.IsValidAt(now))
        {
            return null;
        }

        foreach (var warming in Advice.Warming)
        {
            if (warming.Deployment.Model == scope.Model && warming.Deployment.Region == scope.Home && warming.Replicas > 0)
            {
                return warming;
            }
        }

        return null;
    }

    private ReasonSet WhyNotHome(bool mayUseHome, bool hasRoom) => !mayUseHome || hasRoom
        ? ReasonSet.None
        : ReasonSet.Of(eligibility.Eligible.Count > 0 ? ReasonCode.ReplicaBoundReached : ReasonCode.NoReadyReplica);

    private void Forward(FlowEntry entry, in InstancePick pick, ReasonSet reasons, Instant now, FlowEffectBuffer effects)
    {
        var replica = pick.Replica;
        Begin(entry, FlowStage.AtReplica, now);
        entry.TriedReplicas.Add(replica.Id);
        replica.Ledger.Reserve(entry, replica.Rate, pick.CachedTokens, now);
        untold.Sent(entry, replica.Ledger, now);
        interactive.Sent(entry, now);
        instances.Chosen(replica, entry.Request);
        reasons = reasons.With(pick.Reasons);
        reasons = entry.Request.OnlyReplica is null ? reasons : reasons.With(ReasonCode.StoredResponse);
        effects.Add(new FlowEffect
        {
            Kind = FlowEffectKind.Forward,
            Request = entry.Request,
            Instance = replica.Id,
            Region = scope.Home,
            Attempt = entry.Attempts - entry.PeerRefusals,
            Reasons = reasons,
        });
    }

    private void Relay(FlowEntry entry, PeerRegion peer, ReasonSet reasons, Instant now, FlowEffectBuffer effects)
    {
        Begin(entry, FlowStage.AtPeer, now);
        entry.Peer = peer.Region;
        entry.TriedRegions.Add(peer.Region);
        peer.Relayed(entry, now);
        warm.Remember(peer.Prefixes, peer.Costs.KvTokens, entry.Request);
        effects.Add(new FlowEffect
        {
            Kind = FlowEffectKind.Relay,
            Request = entry.Request,
            Region = peer.Region,
            Attempt = entry.Attempts - entry.PeerRefusals,
            Reasons = reasons,
        });
    }

    private void Begin(FlowEntry entry, FlowStage stage, Instant now)
    {
        retries.Count(now, retry: entry.Attempts > entry.PeerRefusals);
        shares.Charge(entry);
        entry.Attempts++;
        entry.OutputTokens = 0;
        table.Move(entry, stage);
    }
}
