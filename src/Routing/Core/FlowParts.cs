namespace SageServe.Routing;

/// <summary>The parts of one flow, put together once.</summary>
internal sealed class FlowParts
{
    public FlowParts(FlowScope scope)
    {
        var options = scope.Options;
        Scope = scope;
        Book = new LedgerBook(options);
        Shares = new TenantShares(NamedRules.Fairness(options.Fairness), options.FairPromptWeight, options.FairOutputWeight);
        Hold = new HoldQueue(
            NamedRules.HoldOrder(options.HoldOrder), new DeadlineClasses(options.UrgentWithin, options.LateWithin), Shares, options.TrickleShare);
        Home = new HomeView(scope.Model, scope.Catalog, Book);
        Peers = new PeerView(scope);
        Load = new LoadFigures(scope, Home, Hold, Mix);
        var retries = new RetryLimit(options.RetryBudget, options.RetryFloor);
        Outliers = new OutlierWatch(Home, options.Outlier);
        var eligibility = new Eligibility(Home, options);
        Bound = new ReplicaBound(options, Mix);
        var warm = new WarmState(options);
        var instances = new InstanceChoice(options, Bound, Mix, warm);
        Placement = new Placement(scope, Table, Home, eligibility, instances, new RegionChoice(scope, Peers, Home, Mix, warm), retries, warm, Shares);
        var drain = new DrainEstimate(scope, Home, Hold, Placement, Bound.Division);
        Endings = new Endings(options, Table, drain);
        Limits = new HoldLimits(scope, Hold, Shares);
        WaitingRoom = new WaitingRoom(scope, Home, Placement);
        Failover = new FailoverRule(scope, Home, Placement, retries, drain, Endings);
        Room = new HoldRoom(scope, Table, Hold, Placement, Endings);
    }

    /// <summary>Takes in how many gateways there are, and says whether what is out keeps to the share.</summary>
    public void ShareBound(GatewayCount? gateways)
    {
        Bound.Division.Update(gateways);
        var keeps = true;
        for (var i = 0; i < Home.Count && keeps; i++)
        {
            keeps = Bound.IsKeptBy(Home[i]);
        }

        Bound.Division.Settle(keeps);
    }

    /// <summary>Tells the replica's record, or the other region's circuit, how an attempt ended there.</summary>
    public void JudgeAttempt(FlowEntry entry, AttemptOutcome outcome, Instant now)
    {
        var wasProbe = entry.Probes is not null;
        entry.Probes = null;
        if (entry.Ledger is { } ledger)
        {
            ledger.Record.Ended(FailoverRule.IsReplicaFault(outcome), wasProbe, now);
        }
        else
        {
            Peers.Find(entry.Peer)?.Breaker.Ended(FailoverRule.IsRegionFault(outcome), wasProbe, now);
        }
    }

    public FlowScope Scope { get; }

    public FlowTable Table { get; } = new();

    public LedgerBook Book { get; }

    public WorkMix Mix { get; } = new();

    public TenantShares Shares { get; }

    public HoldQueue Hold { get; }

    public HoldLimits Limits { get; }

    public WaitingRoom WaitingRoom { get; }

    public ReplicaBound Bound { get; }

    public HomeView Home { get; }

    public PeerView Peers { get; }

    public LoadFigures Load { get; }

    public OutlierWatch Outliers { get; }

    public Placement Placement { get; }

    public Endings Endings { get; }

    public FailoverRule Failover { get; }

    public HoldRoom Room { get; }
}
