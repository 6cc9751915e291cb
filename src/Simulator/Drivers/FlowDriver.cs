using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>Tells one flow its inputs and carries out its effects, as the gateway's dispatcher does.</summary>
internal sealed class FlowDriver
{
    private readonly SimulationRun _run;
    private readonly FlowEffectBuffer _effects = new();
    private readonly RandomStream _draws;
    private readonly Dictionary<RequestId, SimLeg> _legs = [];
    private readonly DemandTally?[] _demand = new DemandTally?[ServiceTiers.All.Length];
    private readonly StreamBeat _streams;
    private readonly string _key;
    private long _sequence;
    private long _wake;
    private bool _applying;

    public FlowDriver(SimulationRun run, SimRegion region, ModelId model, RandomStream draws)
    {
        _run = run;
        _draws = draws;
        Region = region;
        Lane = new DeferredLane(run, this);
        _streams = new StreamBeat(run, this);
        Profile = run.Scenario.Catalog.Document.Profiles.First(p => p.Model == model);
        Flow = new ModelFlow(model, region.Id, run.Scenario.Catalog, run.Scenario.Routing);
        _key = $"{region.Id}/{model}";
        run.Recorder.Write(DecisionRecorder.Routing, _key, 0, w => FlowJson.Write(w, new FlowHeader(model, region.Id, run.Scenario.Routing)), null);
    }

    public SimRegion Region { get; }

    public ModelFlowOptions Options => _run.Scenario.Routing;

    public ModelFlow Flow { get; }

    public DeferredLane Lane { get; }

    /// <summary>Of the model on the first hardware that the catalog names; what is expected of a request before a replica is chosen.</summary>
    public ThroughputProfile Profile { get; }

    public FleetSnapshot? Fleet { get; private set; }

    /// <summary>Counts offered load where it enters.</summary>
    public void CountDemand(in SimulatedArrival arrival)
    {
        var tally = _demand[(int)arrival.Tier] ??= _run.Demand.Of(new DemandSeriesId(Flow.Model, Region.Id, arrival.Tier));
        tally.Count(arrival);
    }

    public void Arrive(SimLeg leg)
    {
        _legs.Add(leg.Request.Id, leg);
        Tell(Input(FlowInputKind.Arrived) with { Request = leg.Request });
    }

    public void Offer(SimLeg leg)
    {
        _legs.Add(leg.Request.Id, leg);
        Tell(Input(FlowInputKind.Offered) with { Offered = [leg.Request] });
    }

    public void AttemptEnded(SimLeg leg, AttemptOutcome outcome, int tokens) =>
        Tell(Input(FlowInputKind.AttemptEnded) with { RequestId = leg.Request.Id, Outcome = outcome, OutputTokens = tokens });

    /// <summary>The first token is told at once; from then on the stream is looked at on the beat.</summary>
    public void Progressed(SimLeg leg, int tokens)
    {
        if (leg.Replica is not null)
        {
            _streams.Add(leg);
        }

        Tell(Input(FlowInputKind.Progressed) with { RequestId = leg.Request.Id, OutputTokens = tokens });
    }

    public void StreamEnded(SimLeg leg) => _streams.Remove(leg);

    /// <summary>Tells how far the streams are that run here. O(streams), in inputs of at most <see cref="FlowLimits.MaxProgress"/>.</summary>
    public void Beat() => _streams.Beat();

    public void Tell(IReadOnlyList<RequestProgress> progress) => Tell(Input(FlowInputKind.Progressed) with { Progress = progress });

    public void FleetChanged(FleetSnapshot fleet)
    {
        Fleet = fleet;
        Tell(Input(FlowInputKind.FleetChanged) with { Fleet = fleet });
    }

    public void Wake(long token)
    {
        if (token == _wake)
        {
            Tell(Input(FlowInputKind.TimeReached));
        }
    }

    private FlowInput Input(FlowInputKind kind) =>
        new() { Kind = kind, Now = _run.Kernel.Now, Sequence = ++_sequence, Draw = _draws.NextUInt64() };

    private void Tell(FlowInput input)
    {
        Invariant.Holds(!_applying, "Effects are carried out before the next input is told");
        _applying = true;
        _effects.Clear();
        Flow.Apply(input, _effects);
        if (_run.Recorder.Enabled)
        {
            Record(input);
        }

        for (var i = 0; i < _effects.Count; i++)
        {
            Carry(_effects[i]);
        }

        _applying = false;
    }

    private void Record(FlowInput input) => _run.Recorder.Write(
        DecisionRecorder.Routing, _key, input.Sequence, w => FlowJson.Write(w, input), w => FlowJson.Write(w, _effects));

    private void Carry(in FlowEffect effect)
    {
        switch (effect.Kind)
        {
            case FlowEffectKind.WakeAt:
                _run.Kernel.Push(effect.Until, new SimEvent(SimEventKind.Wake, this, ++_wake));
                break;
            case FlowEffectKind.Hold:
                break;
            case FlowEffectKind.Forward:
                _run.World.Forward(_legs[effect.Request!.Id], effect.Instance);
                break;
            case FlowEffectKind.Relay:
                _run.World.Relay(_legs[effect.Request!.Id], effect.Region);
                break;
            default:
                End(effect);
                break;
        }
    }

    private void End(in FlowEffect effect)
    {
        _legs.Remove(effect.Request!.Id, out var leg);
        Invariant.Holds(leg is not null, "Only a request that is here can end here");
        if (leg.Origin is { } origin)
        {
            _run.World.TellOrigin(origin, leg.Tokens, PeerAnswer.Of(effect), Region);
        }
        else if (effect.Kind == FlowEffectKind.Evict)
        {
            // It has just been told that there is no room: the next beat asks again.
            Lane.PutBack(leg.Track);
            return;
        }
        else
        {
            _run.Ended(leg.Track, effect.Outcome);
        }

        Lane.RoomMayBe();
    }
}
