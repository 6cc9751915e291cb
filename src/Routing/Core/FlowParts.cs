using System.Diagnostics.CodeAnalysis;

namespace SageServe.Routing;

/// <summary>
/// The parts of one flow. Those that remember (requests, ledgers, holds, records, tenants' counters) are made once and told of new
/// options; the rules, which don't, are put together anew.
/// </summary>
internal sealed class FlowParts
{
    private readonly RetryLimit _retries;

    public FlowParts(FlowScope scope)
    {
        var options = scope.Options;
        Scope = scope;
        Book = new LedgerBook(options);
        Shares = new TenantShares(NamedRules.Fairness(options.Fairness), options.FairPromptWeight, options.FairOutputWeight);
        Hold = new HoldQueue(
            NamedRules.HoldOrder(options.HoldOrder), DeadlineClasses.Of(scope), Shares, options.TrickleShare);
        Home = new HomeView(scope.Model, scope.Catalog, Book);
        Peers = new PeerView(scope);
        Siblings = new SiblingWords(scope, Book);
        _retries = new RetryLimit(options.RetryBudget, options.RetryFloor);
        Compose(new BoundDivision(options.Gateways));
    }

    /// <summary>Takes new options and, unless null, a new catalog. What is in flight, held or counted stays.</summary>
    /// <exception cref="ArgumentException">The options cannot be used; nothing changed.</exception>
    public void Change(ModelFlowOptions options, ServingCatalog? catalog)
    {
        Scope.Change(options, catalog);
        _retries.Change(options.RetryBudget, options.RetryFloor);
        Book.Change(options);
        Shares.Change(NamedRules.Fairness(options.Fairness), options.FairPromptWeight, options.FairOutputWeight);
        Hold.Change(NamedRules.HoldOrder(options.HoldOrder), DeadlineClasses.Of(Scope), options.TrickleShare);
        Home.Change(Scope.Catalog);
        Peers.Change(Scope);
        var advice = Placement.Advice;
        Compose(Bound.Division);
        Placement.Advice = advice;
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

    /// <summary>The replica, or the other region, asked to be left alone.</summary>
    public void Rest(FlowEntry entry, TimeSpan asked, Instant now)
    {
        if (entry.Ledger is { } ledger)
        {
            ledger.Rest(asked, now);
        }
        else
        {
            Peers.Find(entry.Peer)?.Rest(asked, now);
        }
    }

    /// <summary>Tells the replica's record, or the other region's circuit, how an attempt ended there.</summary>
    public void JudgeAttempt(FlowEntry entry, AttemptOutcome outcome, Instant now)
    {
        var wasProbe = entry.Probes is not null;
        entry.Probes = null;
        if (entry.Ledger is { } ledger)
        {
            ledger.Record.Ended(FailoverRule.IsReplicaFault(outcome), wasProbe, now);
            if (outcome == AttemptOutcome.Hung)
            {
                ledger.Record.Breaker.Trip(now);
            }
        }
        else
        {
            Peers.Find(entry.Peer)?.Breaker.Ended(FailoverRule.IsRegionFault(outcome), wasProbe, now);
        }
    }

    public bool MayRetry(Instant now) => _retries.Allows(now);

    [MemberNotNull(nameof(Load), nameof(Outliers), nameof(Bound), nameof(Placement), nameof(Endings))]
    [MemberNotNull(nameof(Limits), nameof(WaitingRoom), nameof(Failover), nameof(Room), nameof(Patients), nameof(Eviction))]
    private void Compose(BoundDivision division)
    {
        var options = Scope.Options;
        Load = new LoadFigures(Scope, Home, Hold, Mix);
        Outliers = new OutlierWatch(Home, options.Outlier);
        var eligibility = new Eligibility(Home, options);
        Bound = new ReplicaBound(options, Mix, division, Interactive);
        var warm = new WarmState(options);
        var packing = new PatientPacking(options.Patient, Interactive, Mix, division);
        var instances = new InstanceChoice(options, Bound, Mix, warm, packing);
        Placement = new Placement(Scope, Table, Home, eligibility, instances, new RegionChoice(Scope, Peers, Home, Mix, warm), _retries, warm, Shares, Untold, Interactive);
        Patients = new PatientSpace(Home, Bound, packing);
        var drain = new DrainEstimate(Scope, Home, Peers, Hold, Placement, division);
        Endings = new Endings(options, Table, drain);
        Eviction = new PatientEviction(Scope, Table, Home, Hold, Bound, Shares, Untold, Endings);
        Placement.Eviction = Eviction;
        Limits = new HoldLimits(Scope, Hold, Shares);
        WaitingRoom = new WaitingRoom(Scope, Home, Placement);
        Failover = new FailoverRule(Scope, Home, Placement, _retries, drain, Endings);
        Room = new HoldRoom(Scope, Table, Hold, Placement, Endings);
    }

    public FlowScope Scope { get; }

    public FlowTable Table { get; } = new();

    public LedgerBook Book { get; }

    public WorkMix Mix { get; } = new();

    public UntoldProgress Untold { get; } = new();

    public InteractiveWork Interactive { get; } = new();

    public PatientSpace Patients { get; private set; }

    public TenantShares Shares { get; }

    public HoldQueue Hold { get; }

    public HoldLimits Limits { get; private set; }

    public WaitingRoom WaitingRoom { get; private set; }

    public ReplicaBound Bound { get; private set; }

    public HomeView Home { get; }

    public PeerView Peers { get; }

    public SiblingWords Siblings { get; }

    public LoadFigures Load { get; private set; }

    public OutlierWatch Outliers { get; private set; }

    public Placement Placement { get; private set; }

    public Endings Endings { get; private set; }

    public PatientEviction Eviction { get; private set; }

    public FailoverRule Failover { get; private set; }

    public HoldRoom Room { get; private set; }
}
