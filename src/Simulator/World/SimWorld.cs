using SageServe.EngineModel;

namespace SageServe.Simulator;

/// <summary>Carries requests between gateways and engines: forwards, relays, and what comes back, with the regions' round trips.</summary>
internal sealed class SimWorld
{
    private readonly SimulationRun _run;
    private readonly SortedDictionary<RegionId, SimRegion> _regions = [];
    private readonly List<FlowDriver> _drivers = [];
    private readonly List<EngineEvent> _events = [];

    public SimWorld(SimulationRun run)
    {
        _run = run;
        foreach (var spec in run.Scenario.Catalog.Regions)
        {
            _regions.Add(spec.Id, new SimRegion(spec));
        }
    }

    public IEnumerable<SimRegion> Regions => _regions.Values;

    public SimRegion Region(RegionId id) => _regions[id];

    /// <summary>The flow of a model in a region. Few of either, and their ids are mostly the same strings: a search that compares references first.</summary>
    public FlowDriver Driver(RegionId region, ModelId model)
    {
        foreach (var driver in _drivers)
        {
            if (driver.Flow.Model == model && driver.Region.Id == region)
            {
                return driver;
            }
        }

        throw new ArgumentException($"The catalog has no model '{model}' in a region '{region}'.");
    }

    public void Add(FlowDriver driver)
    {
        driver.Region.Flows.Add(driver.Flow.Model, driver);
        _drivers.Add(driver);
    }

    /// <summary>The request as its own gateway's flow sees it.</summary>
    public SimLeg NewLeg(SimTrack track, FlowDriver driver)
    {
        var arrival = track.Arrival;
        track.ReleasedAt = _run.Kernel.Now;
        var request = new InferenceRequest
        {
            Id = track.Id,
            Model = arrival.Model,
            Tier = arrival.Tier,
            Tenant = SimulationRun.Tenant,
            Origin = arrival.Origin,
            PromptTokens = arrival.PromptTokens,
            ExpectedOutputTokens = arrival.OutputTokens,
            Arrived = _run.Kernel.Now,
            Deadline = track.Deadline,
            Streaming = arrival.Streaming,
            PrefixBlocks = arrival.PrefixBlocks.IsDefault ? [] : arrival.PrefixBlocks,
        };
        return new SimLeg(track, driver, request, null);
    }

    public void Forward(SimLeg leg, InstanceId instance)
    {
        var region = leg.Driver.Region;
        var replica = region.Find(instance);
        leg.Track.Attempts++;
        leg.Tokens = 0;
        foreach (var checker in _run.Checkers)
        {
            checker.Forwarded(leg, instance, leg.Driver.Fleet);
        }

        if (replica is not { Phase: InstancePhase.Ready })
        {
            var outcome = replica is null ? AttemptOutcome.ConnectFailed : AttemptOutcome.UpstreamRefused;
            _run.Kernel.Push(_run.Kernel.Now, new SimEvent(SimEventKind.AttemptFailed, leg, Outcome: outcome));
            return;
        }

        leg.Track.ServedBy = replica.Engine.Profile;
        replica.Enqueue(leg, _run.Kernel.Now);
        foreach (var checker in _run.Checkers)
        {
            checker.Sent(leg, replica);
        }

        ScheduleStep(replica);
    }

    public void Relay(SimLeg leg, RegionId region)
    {
        leg.Tokens = 0;
        var peer = Driver(region, leg.Request.Model);
        var there = new SimLeg(leg.Track, peer, leg.Request with { Relayed = true }, leg);
        _run.Kernel.Push(_run.Kernel.Now + leg.Driver.Region.OneWayTo(region), new SimEvent(SimEventKind.RelayArrived, there));
    }

    /// <summary>Progress or the end of a relayed request travels back.</summary>
    public void TellOrigin(SimLeg origin, int tokens, AttemptOutcome? outcome, SimRegion from) => _run.Kernel.Push(
        _run.Kernel.Now + from.OneWayTo(origin.Driver.Region.Id),
        new SimEvent(SimEventKind.PeerSignal, origin, Tokens: tokens, Outcome: outcome));

    /// <summary>Ends of attempts and first tokens reach the gateway that sent them. What a stream does in between, its driver asks for.</summary>
    public void Told(SimLeg leg, int tokens, AttemptOutcome? outcome)
    {
        leg.Tokens = tokens;
        if (tokens > 0 && leg.Origin is null)
        {
            ReachedClient(leg.Track, tokens);
        }

        if (outcome is { } end)
        {
            leg.Driver.AttemptEnded(leg, end, tokens);
            return;
        }

        leg.Driver.Progressed(leg, tokens);
        if (leg.Origin is { } origin)
        {
            TellOrigin(origin, tokens, null, leg.Driver.Region);
        }
    }

    public void EngineStep(SimReplica replica)
    {
        if (replica.StepAt != _run.Kernel.Now)
        {
            return;
        }

        replica.StepAt = Instant.Max;
        _events.Clear();
        replica.Engine.Advance(_run.Kernel.Now, _events);
        foreach (var e in _events)
        {
            if (_run.DropEngineEvent?.Invoke(e) != true && replica.Legs.TryGetValue(e.RequestId, out var leg))
            {
                Take(replica, leg, e);
            }
        }

        ScheduleStep(replica);
        _run.Fleet.ReleaseIfDrained(replica);
    }

    public void ScheduleStep(SimReplica replica)
    {
        var next = replica.Engine.NextEventAt;
        if (next != replica.StepAt && next != Instant.Max)
        {
            replica.StepAt = Instant.Later(next, _run.Kernel.Now);
            _run.Kernel.Push(replica.StepAt, new SimEvent(SimEventKind.EngineStep, replica));
        }
    }

    private void Take(SimReplica replica, SimLeg leg, in EngineEvent e)
    {
        switch (e.Kind)
        {
            case EngineEventKind.FirstToken:
                Told(leg, e.Tokens, null);
                break;
            case EngineEventKind.Completed:
                // All tokens after the first come with the end; a sequence always had its first token before.
                Leave(replica, leg, completed: true);
                Told(leg, 1 + e.Tokens, AttemptOutcome.Succeeded);
                break;
            case EngineEventKind.Rejected:
                Leave(replica, leg, completed: false);
                Told(leg, 0, AttemptOutcome.RefusedAsInvalid);
                break;
            default:
                break;
        }
    }

    private void Leave(SimReplica replica, SimLeg leg, bool completed)
    {
        replica.Leave(leg.Sequence, _run.Kernel.Now);
        leg.Driver.StreamEnded(leg);
        foreach (var checker in _run.Checkers)
        {
            checker.Left(leg, replica, completed);
        }
    }

    private void ReachedClient(SimTrack track, int tokens)
    {
        track.OutputTokens = tokens;
        if (track.FirstTokenAt is not null)
        {
            return;
        }

        track.FirstTokenAt = _run.Kernel.Now;
        foreach (var checker in _run.Checkers)
        {
            checker.FirstToken(track, _run.Kernel.Now);
        }
    }
}
