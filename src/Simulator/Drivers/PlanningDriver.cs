using System.Collections.Immutable;
using SageServe.Planning;

namespace SageServe.Simulator;

/// <summary>Calls the planner at its ticks with the facts it asks for and carries out its actions, as the scale loop does.</summary>
internal sealed class PlanningDriver
{
    private const string Key = "planner";
    private readonly SimulationRun _run;
    private readonly PlanningCore _core;
    private readonly List<ScalingAction> _actions = [];
    private readonly ReceiptTotals _receipts = new();
    private readonly FutureDemand? _future;
    private readonly bool _tellsWork;
    private ScheduledTick? _tick;
    private long _sequence;

    public PlanningDriver(SimulationRun run, PlanningOptions options)
    {
        _run = run;
        _core = new PlanningCore(run.Scenario.Catalog, options);
        _future = PlanningStrategies.Find(options.Strategy) is { NeedsFuture: true } ? new FutureDemand(run.Scenario, options.DemandBin) : null;
        _tellsWork = options.Strategy is PlanningStrategies.Chiron or PlanningStrategies.LeadQuantile;
    }

    public IReadOnlyList<ScalingAction> Actions => _actions;

    /// <summary>Whether the moves so far were worth it.</summary>
    public ReceiptsReport Receipts() => _receipts.ToReport(_core.KeepReceipts() is { Open.Length: var open, Decided.Length: var decided } ? open + decided : 0);

    public void Begin()
    {
        _run.Recorder.Write(DecisionRecorder.Planning, Key, 0, w => TickJson.WriteHeader(w, _core.Options), null);
        Schedule(_core.FirstTick(_run.Kernel.EnvelopeNow));
    }

    public void Tick()
    {
        var tick = _tick!;
        var now = Instant.Later(tick.At, _run.Kernel.EnvelopeNow);
        var input = _run.Around.Planner.Seen(new TickInput
        {
            Now = now,
            Demand = _run.Demand.Since(tick.DemandSince),
            Future = tick.FutureUntil is { } until ? _future?.Within(now, until) : null,
            Pools = Pools(),
            Groups = _run.Fleet.Groups.Facts(),
            Backlog = Backlog(),
            Calendar = _sequence == 0 && _run.Scenario.Calendar is { Days.IsDefaultOrEmpty: false } days ? days : null,
        });
        var effects = _core.OnTick(tick, input);
        _run.Recorder.Write(DecisionRecorder.Planning, Key, ++_sequence, w => TickJson.Write(w, tick, input with { Recorded = RecordedSolve.Of(effects) }), w => TickJson.Write(w, effects));
        foreach (var checker in _run.Checkers)
        {
            checker.Planned(input, effects);
        }

        foreach (var receipt in effects.Receipts ?? [])
        {
            _receipts.Add(receipt);
        }

        foreach (var action in effects.Actions)
        {
            Apply(action, now);
        }

        if (effects.Plan is { } plan)
        {
            _run.Fleet.Take(plan);
        }

        Schedule(effects.NextTick);
    }

    private void Schedule(ScheduledTick tick)
    {
        _tick = tick;
        _run.Kernel.Push(_run.Kernel.Envelope.ToReal(tick.At), new SimEvent(SimEventKind.PlanTick));
    }

    private void Apply(ScaleAction action, Instant at)
    {
        if (action.Group is not null)
        {
            _run.Fleet.Groups.Apply(action);
        }
        else if (action.Kind == ScaleActionKind.Start)
        {
            _run.Fleet.Start(action.Pool, action.Count, ready: false);
        }
        else if (action.Kind == ScaleActionKind.SwapModel)
        {
            _run.Fleet.Swaps.Apply(action);
        }
        else
        {
            _run.Fleet.Stop(action.Pool, action.Count);
        }

        _actions.Add(new ScalingAction(at, action.Kind.ToString(), action.Pool.ToString(), action.Count, action.Reason, action.Detail));
    }

    /// <summary>The pools as they are now.</summary>
    public ImmutableArray<PoolFacts> Pools() => [.. _run.Scenario.Catalog.Pools.Select(Facts)];

    /// <summary>Of every deployment that has pools, in envelope time as the scaler tells it.</summary>
    private ImmutableArray<PatientBacklog> Backlog() =>
    [
        .. _run.Scenario.Catalog.Pools.Select(p => p.Id.Deployment).Distinct()
            .Select(d => _run.World.Region(d.Region).Flows[d.Model].Leader().Lane.Backlog(d, _run.Kernel.Now).Stretched(_run.Kernel.Envelope.Speed)),
    ];

    private PoolFacts Facts(PoolSpec spec)
    {
        var pool = spec.Id;
        var region = _run.World.Region(pool.Region);
        var replicas = region.InPool(pool);
        var ready = replicas.Where(r => r.Phase == InstancePhase.Ready).ToList();
        var read = ready.Where(r => r.Reading is not null).ToList();
        var capacity = read.Sum(r => r.Reading!.KvCapacityTokens);
        var swapping = _run.Fleet.Swaps.Awaited(pool);
        var age = read.Count == 0 ? TimeSpan.Zero : _run.Kernel.Now - read.Min(r => r.ReadAt);
        return new PoolFacts(
            pool,
            ready.Count,
            replicas.Count(r => r.Phase == InstancePhase.Starting) + _run.Fleet.Groups.Awaited(pool) + swapping,
            replicas.Count(r => r.Phase == InstancePhase.Draining),
            capacity > 0 ? Utilization.Clip(read.Sum(r => r.Reading!.KvUsedTokens) / (double)capacity) : null,
            ready.Count > 0 ? Pressure(region, spec) : null,
            age * _run.Kernel.Envelope.Speed,
            _tellsWork ? PoolWorkReader.Read(region, spec, replicas) : null) { Swapping = swapping };
    }

    /// <summary>Of the gateway that sees most, as the metrics are read; unknown while none is up.</summary>
    private static Pressure? Pressure(SimRegion region, PoolSpec pool)
    {
        var tier = pool.IsOwnOf(ServiceTier.NonInteractive) && !pool.IsOwnOf(ServiceTier.InteractiveFast) ? ServiceTier.NonInteractive : ServiceTier.InteractiveFast;
        Pressure? most = null;
        foreach (var gateway in region.Gateways)
        {
            if (gateway.IsUp && gateway.Flows[pool.Id.Model].Flow.ReadPressure(tier) is var pressure && !(most?.Value >= pressure.Value))
            {
                most = pressure;
            }
        }

        return most;
    }
}
