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
        Relays = new SimRelays(run);
        foreach (var spec in run.Scenario.Catalog.Regions)
        {
            _regions.Add(spec.Id, new SimRegion(spec));
        }
    }

    public SimRelays Relays { get; }

    public IEnumerable<SimRegion> Regions => _regions.Values;

    public SimRegion Region(RegionId id) => _regions[id];

    /// <summary>The flow of a model at the first gateway of a region. Few of either, and their ids are mostly the same strings: a search that compares references first.</summary>
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
        driver.Gateway.Flows.Add(driver.Flow.Model, driver);
        if (driver.Gateway.Index == 0)
        {
            _drivers.Add(driver);
        }
    }

    /// <summary>The request as its own gateway's flow sees it. One that is tried again is new to the gateway.</summary>
    public SimLeg NewLeg(SimTrack track, FlowDriver driver, bool urgent = false)
    {
        var arrival = track.Arrival;
        var now = _run.Kernel.Now;
        track.ReleasedAt = now;
        var request = new InferenceRequest
        {
            Id = track.IdOfTry(),
            Model = arrival.Model,
            Tier = arrival.Tier,
            Tenant = arrival.Tenant ?? SimulationRun.Tenant,
            Origin = driver.Region.Id,
            PromptTokens = arrival.PromptTokens,
            ExpectedOutputTokens = arrival.OutputTokens,
            Arrived = now,
            Deadline = track.Tries > 1 ? now + (track.Deadline - arrival.At) : track.Deadline,
            Streaming = arrival.Streaming,
            PrefixBlocks = arrival.PrefixBlocks.IsDefault ? [] : arrival.PrefixBlocks,
            PrefixBlockTokens = driver.Profile.BlockTokens,
            Session = arrival.Session,
            Adapter = arrival.Adapter,
            Urgent = urgent,
        };
        return new SimLeg(track, driver, request, null);
    }

    public void Forward(SimLeg leg, InstanceId instance)
    {
        var region = leg.Driver.Region;
        var replica = region.Find(instance);
        leg.Track.Attempts++;
        leg.Tokens = 0;
        leg.There = null;
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
        if (!leg.IsOrphan)
        {
            foreach (var checker in _run.Checkers)
            {
                checker.Sent(leg, replica);
            }
        }

        ScheduleStep(replica);
    }

    /// <summary>Nobody waits any more for what this leg sent on: the engine drops it, a peer is told.</summary>
    public void Abandon(SimLeg leg)
    {
        leg.IsDead = true;
        leg.Driver.StreamEnded(leg);
        TellAbandoned(leg);
        if (leg.There is { } there)
        {
            Relays.Cancel(leg, there);
        }
        else if (leg.Replica is { } replica && replica.Cancel(leg, _run.Kernel.Now))
        {
            ScheduleStep(replica);
            _run.Fleet.ReleaseIfDrained(replica);
        }
    }

    /// <summary>Tells the checkers that a leg is off its engine.</summary>
    public void Left(SimLeg leg, SimReplica replica, bool completed)
    {
        if (leg.IsOrphan)
        {
            return;
        }

        foreach (var checker in _run.Checkers)
        {
            checker.Left(leg, replica, completed);
        }
    }

    /// <summary>A slow replica's steps take this many times as long from now on.</summary>
    public void SetSlowness(SimReplica replica, double factor)
    {
        replica.SetSlowness(factor, _run.Kernel.Now);
        ScheduleStep(replica);
    }

    /// <summary>Ends of attempts and first tokens reach the gateway that sent them. What a stream does in between, its driver asks for.</summary>
    public void Told(SimLeg leg, int tokens, AttemptOutcome? outcome)
    {
        if (leg.IsDead)
        {
            return;
        }

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

        // As with the real gateway nothing is heard of an answer that does not stream before its end.
        if (!leg.Request.Streaming)
        {
            return;
        }

        leg.Driver.Progressed(leg, tokens);
        if (leg.Origin is not null)
        {
            Relays.TellOrigin(leg, tokens, null);
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
        replica.Engine.Advance(replica.EngineTime(_run.Kernel.Now), _events);
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
        var next = replica.NextEventAt;
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
        Left(leg, replica, completed);
    }

    /// <summary>Tells the checkers that nobody waits for what this leg brings.</summary>
    public void TellAbandoned(SimLeg leg)
    {
        foreach (var checker in _run.Checkers)
        {
            checker.Abandoned(leg);
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
