using System.Globalization;
using SageServe.EngineModel;

namespace SageServe.Simulator;

/// <summary>
/// One run: its parts, and the one dispatcher that says what happens at an event. An event costs O(log pending) in the kernel, and:
/// an arrival, a wake or a release O(replicas of the model); an engine's event O(sequences on it), whatever the tokens; a beat O(streams of
/// the flow); a scrape O(replicas of the region); a tick what planning takes. Nothing of a request is kept after its end.
/// </summary>
internal sealed class SimulationRun
{
    public static readonly TenantId Tenant = new("simulated");
    /// <summary>Looks at the caller's wish to stop, and reports of progress, in the scenario's duration.</summary>
    private const int ProgressSteps = 500;
    private readonly IEnumerator<SimulatedArrival> _arrivals;
    private readonly PlanningDriver? _planning;
    private bool _moreArrivals = true;

    public SimulationRun(SimulationScenario scenario, ulong seed, IReadOnlyList<SimulationChecker> checkers, Func<EngineEvent, bool>? dropEngineEvent)
    {
        WorldOptionsRules.Require(scenario);
        Scenario = scenario with { Routing = scenario.Routing with { Gateways = Math.Max(scenario.Routing.Gateways, scenario.World.GatewaysPerRegion) } };
        Checkers = [.. checkers];
        foreach (var checker in Checkers)
        {
            checker.Begin(Scenario);
        }

        DropEngineEvent = dropEngineEvent;
        Recorder = new DecisionRecorder(scenario.Decisions);
        Tally = new RunTally(scenario.Catalog);
        Kernel = new SimKernel(scenario.Start, scenario.Envelope);
        Around = new Surroundings(this, new RandomStream(seed).Child("world"));
        World = new SimWorld(this);
        Fleet = new SimFleet(this);
        Demand = new DemandMeter(scenario.Planning?.DemandBin ?? TimeSpan.FromMinutes(1), scenario.Envelope.Speed);
        _arrivals = scenario.Arrivals.GetEnumerator();
        _planning = scenario.Planning is { } options ? new PlanningDriver(this, options) : null;
        Open(new RandomStream(seed).Child("routing"));
    }

    public SimulationScenario Scenario { get; }

    public SimulationChecker[] Checkers { get; }

    /// <summary>For tests only: engine events that get lost, to see that a checker notices.</summary>
    public Func<EngineEvent, bool>? DropEngineEvent { get; }

    public DecisionRecorder Recorder { get; }

    public SimKernel Kernel { get; }

    public Surroundings Around { get; }

    public SimWorld World { get; }

    public SimFleet Fleet { get; }

    public DemandMeter Demand { get; }

    public RunTally Tally { get; }

    public IReadOnlyList<ScalingAction> Actions => _planning?.Actions ?? [];

    /// <summary>Null where nothing is planned.</summary>
    public ReceiptsReport? Receipts => _planning?.Receipts();

    public Instant End => Scenario.Start + Scenario.Duration;

    /// <param name="progress">Told as the run goes, from the thread that runs; null tells nobody.</param>
    /// <param name="cancellation">Looked at as often.</param>
    public void Go(IProgress<SimulationProgress>? progress = null, CancellationToken cancellation = default)
    {
        var limit = End + Scenario.DrainLimit;
        var step = Scenario.Duration / ProgressSteps;
        var tellAt = Scenario.Start;
        while (Kernel.NextAt <= limit && (_moreArrivals || Tally.Open.Count > 0 || Kernel.NextAt <= End))
        {
            if (Kernel.NextAt >= tellAt)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new SimulationProgress(Math.Clamp((tellAt - Scenario.Start) / Scenario.Duration, 0, 1), Tally.Requests));
                tellAt = Kernel.NextAt + step;
            }

            Dispatch(Kernel.Next());
        }

        Around.Close();
        Tally.Stopped(Kernel.Now);
        foreach (var checker in Checkers)
        {
            checker.Finished(this);
        }
    }

    /// <summary>For tests: all that happens up to this moment.</summary>
    public void Advance(Instant until)
    {
        while (Kernel.NextAt <= until)
        {
            Dispatch(Kernel.Next());
        }
    }

    public void Ended(SimTrack track, RequestOutcome outcome)
    {
        foreach (var checker in Checkers)
        {
            checker.Ended(track, outcome, Kernel.Now);
        }

        track.End(outcome, Kernel.Now);
        Tally.Ended(track);
        foreach (var checker in Checkers)
        {
            checker.Closed(track);
        }
    }

    private void Dispatch(in SimEvent what)
    {
        switch (what.Kind)
        {
            case SimEventKind.ReplicaReady:
                Fleet.BecomeReady((SimReplica)what.Subject!);
                break;
            case SimEventKind.UnitAsleep:
                Fleet.Groups.FellAsleep((SimUnit)what.Subject!);
                break;
            case SimEventKind.ReplicaKilled:
                Fleet.Kill(((ReplicaKill)what.Subject!).Pool);
                break;
            case SimEventKind.EngineStep:
                World.EngineStep((SimReplica)what.Subject!);
                break;
            case SimEventKind.Progress:
                ((FlowDriver)what.Subject!).Beat();
                break;
            case SimEventKind.AttemptFailed or SimEventKind.PeerSignal:
                World.Told((SimLeg)what.Subject!, what.Tokens, what.Outcome);
                break;
            case SimEventKind.RelayArrived:
                World.Relays.RelayArrived((SimLeg)what.Subject!);
                break;
            case SimEventKind.Arrival:
                Arrive();
                break;
            case SimEventKind.Wake:
                ((FlowDriver)what.Subject!).Wake(what.Token);
                break;
            case SimEventKind.Release:
                ((FlowDriver)what.Subject!).Lane.Release(what.Token);
                break;
            case SimEventKind.DemandBin:
                CloseBin(new Instant(what.Token));
                break;
            case SimEventKind.Scrape:
                Fleet.Scrape((SimRegion)what.Subject!);
                break;
            case SimEventKind.SiblingsTell:
                Around.Siblings.Tell((SimRegion)what.Subject!);
                break;
            case SimEventKind.ReadingsShown:
                Fleet.Show((SimRegion)what.Subject!);
                break;
            case SimEventKind.PlannerScrape:
                Around.Planner.Scrape(_planning!.Pools());
                break;
            case SimEventKind.PlanTick:
                _planning!.Tick();
                break;
            default:
                Around.Happen(what);
                break;
        }
    }

    private void Open(RandomStream draws)
    {
        foreach (var region in World.Regions)
        {
            Open(region, draws.Child(region.Id.Value));

            Kernel.Push(Scenario.Start, new SimEvent(SimEventKind.Scrape, region));
            Around.Siblings.Begin(region);
        }

        foreach (var initial in Scenario.Initial ?? [.. Scenario.Catalog.Pools.Select(p => new InitialReplicas(p.Id, p.InitialReplicas))])
        {
            Fleet.Start(initial.Pool, initial.Count, ready: true);
        }

        Fleet.Groups.Begin();
        foreach (var kill in Scenario.Kills)
        {
            Kernel.Push(kill.At, new SimEvent(SimEventKind.ReplicaKilled, kill));
        }

        Demand.Load(Scenario.History);
        var bin = Kernel.EnvelopeNow.FloorTo(Demand.Bin);
        Kernel.Push(Kernel.Envelope.ToReal(bin + Demand.Bin), new SimEvent(SimEventKind.DemandBin, Token: bin.Ticks));
        Around.Faults.Begin();
        if (_planning is not null)
        {
            Around.Planner.Begin();
            _planning.Begin();
        }

        NextArrival();
    }

    private void Open(SimRegion region, RandomStream draws)
    {
        for (var index = 0; index < Scenario.World.GatewaysPerRegion; index++)
        {
            region.Gateways.Add(new SimGateway(region, index));
        }

        foreach (var gateway in region.Gateways)
        {
            var own = gateway.Index == 0 ? draws : draws.Child(string.Create(CultureInfo.InvariantCulture, $"gateway {gateway.Index}"));
            foreach (var model in Scenario.Catalog.Models)
            {
                World.Add(new FlowDriver(this, gateway, model.Id, own.Child(model.Id.Value)));
            }
        }
    }

    private void NextArrival()
    {
        _moreArrivals = _arrivals.MoveNext() && _arrivals.Current.At <= End;
        if (_moreArrivals)
        {
            Invariant.Holds(_arrivals.Current.At >= Kernel.Now, "Arrivals are sorted by time and none is before the start");
            Kernel.Push(_arrivals.Current.At, new SimEvent(SimEventKind.Arrival));
        }
    }

    private void Arrive()
    {
        var arrival = _arrivals.Current;
        var driver = World.Driver(arrival.Origin, arrival.Model);
        var level = Scenario.Catalog.Level(arrival.Tier);
        var prefill = TimeSpan.FromSeconds(driver.Profile.UnloadedPrefillSeconds(arrival.PromptTokens));
        var due = arrival.At + ((arrival.Window ?? level.CompletionWindow) is { } window && !arrival.Tier.IsInteractive() ? window : level.TtftTargetFor(prefill));
        var track = new SimTrack(Tally.Requests + 1, arrival, due);
        Tally.Arrived(track);
        foreach (var checker in Checkers)
        {
            checker.Arrived(track);
        }

        Around.Clients.Arrive(track, driver);
        NextArrival();
    }

    private void CloseBin(Instant start)
    {
        Demand.Close(start, whole: Kernel.Envelope.ToReal(start) >= Scenario.Start);
        var next = start + Demand.Bin;
        Kernel.Push(Kernel.Envelope.ToReal(next + Demand.Bin), new SimEvent(SimEventKind.DemandBin, Token: next.Ticks));
    }
}
