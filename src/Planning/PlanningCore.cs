using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// The door of Planning: demand, forecast, integer program, pacing, guardrails, actions. No clock, no I/O; called one tick at a time
/// by the live scaler and by the simulator alike.
/// </summary>
public sealed class PlanningCore
{
    private readonly DemandHistory _history;
    private readonly DemandHistory? _future;
    private readonly TimeSpan _planLife;
    private readonly FleetMemory _memory = new();
    private readonly StaleTelemetryFreeze _freeze;
    private readonly Planner _planner;
    private readonly Pacer _pacer;
    private readonly ActionSequencer _sequencer;
    private readonly TickSchedule _schedule;
    private readonly PlanWriter _writer;
    private PlanInForce? _plan;

    /// <exception cref="ArgumentException">An option is impossible; the message lists every problem.</exception>
    public PlanningCore(ServingCatalog catalog, PlanningOptions options)
    {
        var problems = PlanningOptionsRules.Check(options);
        if (problems.Count > 0)
        {
            throw new ArgumentException("The planning options have problems:\n- " + string.Join("\n- ", problems), nameof(options));
        }

        Options = options;
        options = OptionsInForce.Of(options);
        var policy = PacingPolicies.Create(catalog, options);
        var future = PlanningTimes.Future(catalog, options);
        _planLife = options.PlanInterval * 2;
        _future = future is { } ahead ? new DemandHistory(options.DemandBin, ahead * 2) : null;
        _history = new DemandHistory(options.DemandBin, options.History);
        _freeze = new StaleTelemetryFreeze(options);
        _planner = new Planner(catalog, options);
        _pacer = new Pacer(catalog, options, policy);
        _sequencer = new ActionSequencer(catalog);
        _schedule = new TickSchedule(options, policy.Needs.HasFlag(PolicyNeeds.Plan), future);
        _writer = new PlanWriter(catalog, options);
    }

    /// <summary>As told; what a strategy sets for itself is in force in their place.</summary>
    public PlanningOptions Options { get; }

    /// <summary>The first tick is at once, plans, and asks for all the history that there is.</summary>
    public ScheduledTick FirstTick(Instant now)
    {
        _writer.Epoch = (long)now.ToUnixSeconds();
        return _schedule.First(now);
    }

    /// <summary>The map: what a tick does, in order.</summary>
    public PlanningEffects OnTick(ScheduledTick tick, TickInput input)
    {
        var steps = new StepList();

        // 1. Demand: what arrived since the last tick; what is missing stays missing.
        DemandStage.Absorb(_history, input.Demand, steps);
        _future?.Absorb(input.Future ?? []);

        // 2. Freshness: on missing or stale facts nothing shrinks.
        var frozenBecause = _freeze.OfFleet(input, _history);
        FreezeStage.Tell(frozenBecause, steps);

        // 3. Plan, when due and its facts are there: forecast, problem, allocation, independent check.
        var facts = Sorted(input.Pools);
        var draft = tick.Kinds.HasFlag(TickKinds.Plan) && input is { Demand: not null, Pools: not null }
            ? _planner.Plan(input.Now, _history, _future, facts, input.Recorded, steps)
            : null;
        Adopt(draft, input.Now);

        // 4. Pace every pool towards the plan, within guardrails.
        _memory.Observe(facts, input.Now);
        var round = new PaceRound(input.Now, _plan, _schedule.NextPlanAt, draft is not null, frozenBecause, _history);
        var moves = _pacer.Pace(round, facts, _memory, steps);

        // 5. Actions: stops before starts, within what the regions hold.
        var actions = _sequencer.Sequence(moves, steps);
        foreach (var action in actions)
        {
            _memory.Of(action.Pool).Moved(action, input.Now);
        }

        // 6. The plan as published, and when to come again.
        var trace = steps.ToImmutable();
        return new PlanningEffects
        {
            Actions = actions,
            NextTick = _schedule.Next(input.Now, _history.End),
            Plan = draft is null ? null : _writer.Write(input.Now, draft, facts, _memory, actions, trace),
            Diagnostics = new TickDiagnostics { Steps = trace, Frozen = frozenBecause is not null, Solve = draft?.Answer.Report },
        };
    }

    /// <summary>Each pool once, by id, so that nothing depends on the order of telling.</summary>
    private static ImmutableArray<PoolFacts> Sorted(ImmutableArray<PoolFacts>? pools) =>
        [.. (pools ?? []).DistinctBy(p => p.Pool).OrderBy(p => p.Pool)];

    private void Adopt(PlanDraft? draft, Instant now)
    {
        if (draft is null)
        {
            return;
        }

        _schedule.Planned(now);
        _plan = PlanInForce.Of(draft, now, _planLife);
    }
}
