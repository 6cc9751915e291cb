using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Planning;

/// <summary>
/// The door of Planning: demand, forecast, integer program, pacing, guardrails, actions. No clock, no I/O; called one tick at a time
/// by the live scaler and by the simulator alike.
/// </summary>
public sealed class PlanningCore
{
    private readonly DemandHistory _history;
    private readonly DemandHistory? _future;
    private readonly FleetMemory _memory = new();
    private readonly BacklogMemory _backlog = new();
    private PlanningStages _stages;
    private readonly OrdinaryDemand? _ordinary;
    private PlanInForce? _plan;

    /// <exception cref="ArgumentException">An option is impossible; the message lists every problem.</exception>
    public PlanningCore(ServingCatalog catalog, PlanningOptions options)
    {
        Require(PlanningOptionsRules.Check(options));
        Options = options;
        _stages = new PlanningStages(catalog, options);
        var told = _stages.InForce;
        _future = _stages.Future is { } ahead ? new DemandHistory(told.DemandBin, ahead * 2) : null;
        _history = new DemandHistory(told.DemandBin, told.History);
        _ordinary = options.Strategy == PlanningStrategies.PerfectOrdinary ? new OrdinaryDemand() : null;
    }

    /// <summary>As told; what a strategy sets for itself is in force in their place.</summary>
    public PlanningOptions Options { get; private set; }

    /// <summary>
    /// Goes on by other options, another catalog or both: demand, the plan in force, cool-downs and what starts and drains stay known.
    /// The answer is the next tick, in place of the one that was asked for.
    /// </summary>
    /// <exception cref="ArgumentException">They are impossible, or other than at start where only a start can change them; nothing changed.</exception>
    public ScheduledTick OptionsChanged(ServingCatalog catalog, PlanningOptions options, Instant now)
    {
        Require([.. PlanningOptionsRules.Check(options), .. AtStartOnly(options)]);
        _stages = new PlanningStages(catalog, options, _stages);
        Options = options;
        return _stages.Schedule.Changed(now, _history.End);
    }

    /// <summary>The first tick is at once, plans, and asks for all the history that there is.</summary>
    public ScheduledTick FirstTick(Instant now)
    {
        _stages.Writer.Epoch = (long)now.ToUnixSeconds();
        _stages.Receipts.Epoch = _stages.Writer.Epoch;
        return _stages.Schedule.First(now);
    }

    /// <summary>The open receipts, to be kept over a restart whenever the caller likes and given with the first tick of the next run.</summary>
    /// <param name="outcomes">What became of the last tick's actions; null: all were carried out.</param>
    public ReceiptState KeepReceipts(ImmutableArray<MoveOutcome>? outcomes = null) => _stages.Receipts.Keep(outcomes);

    /// <summary>The map: what a tick does, in order.</summary>
    public PlanningEffects OnTick(ScheduledTick tick, TickInput input)
    {
        var steps = new StepList();

        // 1. Demand: what arrived since the last tick; what is missing stays missing.
        DemandStage.Absorb(_history, input.Demand, input.Now, steps);
        _backlog.Absorb(input.Backlog, input.Now);
        _stages.Forecasts.Restore(input.Forecasts);
        _stages.Forecasts.Calendar = input.Calendar ?? _stages.Forecasts.Calendar;
        _stages.Ready.Restore(input.Forecasts?.Ready ?? []);
        _stages.Ready.Restore(input.Forecasts?.Woke ?? []);
        _stages.Receipts.Restore(input.Receipts);
        _stages.Writer.GoOnAfter(input.PublishedVersion);
        _future?.Absorb(_ordinary is null ? input.Future ?? [] : _ordinary.Of(input.Future ?? []));

        // 2. Freshness: on missing or stale facts nothing shrinks.
        var frozenBecause = _stages.Freeze.OfFleet(input, _history);
        FreezeStage.Tell(frozenBecause, steps);

        // A plan that was made elsewhere is a fact like others.
        Follow(input, steps);

        // 3. Plan, when due and its facts are there: forecast, problem, allocation, independent check.
        var groups = new GroupRound(input.Now, GroupRound.Told(_stages.Catalog, input), frozenBecause);
        var facts = _backlog.Join(_stages.Catalog, groups.Known(_stages.Catalog, Sorted(input.Pools)), input.Now, _stages.InForce.StaleAfter);
        var draft = tick.Kinds.HasFlag(TickKinds.Plan) && input is { Demand: not null, Pools: not null, Follows: false }
            ? _stages.Planner.Plan(input.Now, _history, _future, _backlog, facts, groups, input.Recorded, steps)
            : null;
        Adopt(draft, input.Now);

        // 4. What became of earlier moves; then pace every pool towards the plan, within guardrails.
        var closed = _stages.Receipts.Observe(input, facts, _history);
        _memory.Observe(facts, input.Now);
        _stages.Ready.Observe([.. facts.Where(f => input.IsHome(f.Pool.Region) && _stages.Catalog.GroupOf(f.Pool) is null)], input.Now, input.Outcomes);
        _stages.Ready.Hear(input.ReadyElsewhere);
        _stages.Ready.Observe(groups.Facts);
        var round = new PaceRound(input.Now, _plan, _stages.Schedule.NextPlanAt, draft is not null, frozenBecause, _history) { Backlog = _backlog, Home = input.Home };
        var moves = _stages.Pacer.Pace(round, facts, _memory, steps);

        // 5. Actions: stops before starts, within what the regions hold.
        var elsewhere = Elsewhere.Of(_stages.Catalog, input, facts, _plan);
        var actions = _stages.Sequencer.Sequence(moves, groups.Within(_stages.Catalog, input), elsewhere, steps);
        Note(actions, input.Now);

        long? followed = _plan is null ? null : _plan.Version ?? _stages.Writer.Version + (draft is null ? 0 : 1);
        _stages.Receipts.Decided(new LedgerRound(input.Now, followed, _history) { Groups = groups.Facts }, actions, moves, facts);

        // 6. The plan as published, and when to come again.
        var trace = steps.ToImmutable();
        return new PlanningEffects
        {
            Actions = actions,
            NextTick = _stages.Schedule.Next(input.Now, _history.End),
            Plan = draft is null ? null : _stages.Writer.Write(input.Now, draft, facts, _memory, actions, trace),
            Forecasts = Kept(draft is not null || input.Follows),
            Receipts = closed,
            Diagnostics = new TickDiagnostics { Steps = trace, Frozen = frozenBecause is not null, Solve = draft?.Answer.Report },
        };
    }

    /// <summary>What guardrails and start times must remember. Units that are released are nobody's move; an exchange is two.</summary>
    private void Note(ImmutableArray<ScaleAction> actions, Instant now)
    {
        foreach (var action in actions.Where(a => !a.IsOfUnits))
        {
            _memory.Of(action.Pool).Moved(action, now);
            if (action.Yields is { } yields)
            {
                _memory.Of(yields.Pool).Moved(yields, now);
                NoteStart(yields, now);
            }

            NoteStart(action, now);
        }
    }

    /// <summary>What engines of co-resident groups take is told, and not seen.</summary>
    private void NoteStart(ScaleAction action, Instant now)
    {
        if (action.Group is null)
        {
            _stages.Ready.Moved(action, now);
        }
    }

    /// <summary>What starts took is written down with plans only: that is often enough.</summary>
    private ForecastState? Kept(bool plans) =>
        _stages.Forecasts.KeepIfChanged(plans && _stages.Ready.TakeChanged()) is { } state ? state with { Ready = _stages.Ready.Keep(), Woke = _stages.Ready.Wakes.Keep() } : null;

    private IEnumerable<string> AtStartOnly(PlanningOptions options)
    {
        if (options.DemandBin != Options.DemandBin || options.History != Options.History)
        {
            yield return "DemandBin and History are those of the start.";
        }

        if (_future is not null || PlanningStrategies.Find(options.Strategy) is { NeedsFuture: true })
        {
            yield return "A strategy that knows the demand to come is that of the start.";
        }
    }

    private static void Require(IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new ArgumentException("The planning options have problems:\n- " + string.Join("\n- ", problems), nameof(problems));
        }
    }

    /// <summary>Each pool once, by id, so that nothing depends on the order of telling.</summary>
    private static ImmutableArray<PoolFacts> Sorted(ImmutableArray<PoolFacts>? pools) =>
        [.. (pools ?? []).DistinctBy(p => p.Pool).OrderBy(p => p.Pool)];

    private void Follow(TickInput input, StepList steps)
    {
        if (input.Plan is not { } plan)
        {
            return;
        }

        _plan = PlanInForce.Of(plan, _stages.Catalog);
        _stages.Schedule.Planned(Instant.Earlier(input.Now, plan.IssuedAt));
        var age = (input.Now - plan.IssuedAt).TotalSeconds;
        steps.Add("plan", "all", null, null, "followed", string.Create(CultureInfo.InvariantCulture, $"Plan {plan.Epoch}.{plan.Version} was made elsewhere {age:0} s ago; it is followed until {plan.ExpiresAt}."));
    }

    private void Adopt(PlanDraft? draft, Instant now)
    {
        if (draft is null)
        {
            return;
        }

        _stages.Schedule.Planned(now);
        _plan = PlanInForce.Of(draft, now, _stages.PlanLife);
    }
}
