namespace SageServe.Planning;

/// <summary>What a tick goes through, as made from one catalog and one set of options. What stages remember of the fleet outlives a change of either.</summary>
internal sealed class PlanningStages
{
    private readonly PacingMemory _pacing;

    /// <param name="catalog">What is served.</param>
    /// <param name="told">The options, what a strategy sets for itself not yet in their place.</param>
    /// <param name="before">What counted until now; null at start.</param>
    public PlanningStages(ServingCatalog catalog, PlanningOptions told, PlanningStages? before = null)
    {
        var options = OptionsInForce.Of(told);
        _pacing = before?._pacing ?? new PacingMemory();
        var policy = PacingPolicies.Create(catalog, options, _pacing);
        Future = PlanningTimes.Future(catalog, options);
        PlanLife = options.PlanInterval * 2;
        Catalog = catalog;
        Leads = new LeadTimes(catalog, options, _pacing.Ready);
        InForce = options;
        Freeze = new StaleTelemetryFreeze(options);
        Forecasts = before is not null && IsForecastAlike(before.InForce, options) ? before.Forecasts : new ForecastMemory { Calendar = before?.Forecasts.Calendar ?? LoadCalendar.None };
        Planner = new Planner(catalog, options, Forecasts, Leads);
        Pacer = new Pacer(catalog, options, policy, _pacing);
        Sequencer = new ActionSequencer(catalog, options, Leads, before?.Sequencer);
        Schedule = new TickSchedule(options, policy.Needs.HasFlag(PolicyNeeds.Plan), Future, before?.Schedule);
        Writer = new PlanWriter(catalog, options, Leads, before?.Writer);
        Receipts = before?.Receipts ?? new ReceiptLedger();
        Receipts.Follow(catalog, options, Leads);
    }

    public ServingCatalog Catalog { get; }

    /// <summary>What replicas took to serve; it outlives a change of options.</summary>
    public ReadyTimes Ready => _pacing.Ready;

    public LeadTimes Leads { get; }

    /// <summary>As the stages use them.</summary>
    public PlanningOptions InForce { get; }

    /// <summary>How far ahead a bound must know the demand; null for what needs no future.</summary>
    public TimeSpan? Future { get; }

    public TimeSpan PlanLife { get; }

    public StaleTelemetryFreeze Freeze { get; }

    public Planner Planner { get; }

    /// <summary>What was learnt of every load; it begins anew where options change what is forecast, or how.</summary>
    public ForecastMemory Forecasts { get; }

    public Pacer Pacer { get; }

    public ActionSequencer Sequencer { get; }

    public TickSchedule Schedule { get; }

    public PlanWriter Writer { get; }

    /// <summary>Open receipts outlive a change of options or catalog.</summary>
    public ReceiptLedger Receipts { get; }

    private static bool IsForecastAlike(PlanningOptions before, PlanningOptions now) =>
        before.Forecaster == now.Forecaster && before.PlanInterval == now.PlanInterval && PlanningTimes.Step(before) == PlanningTimes.Step(now);
}
