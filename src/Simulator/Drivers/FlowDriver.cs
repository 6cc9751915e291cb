using System.Globalization;
using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>Tells one flow of one gateway its inputs and carries out its effects, as the gateway's dispatcher does.</summary>
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

    public FlowDriver(SimulationRun run, SimGateway gateway, ModelId model, RandomStream draws)
    {
        _run = run;
        _draws = draws;
        Gateway = gateway;
        Profile = run.Scenario.Catalog.Document.Profiles.First(p => p.Model == model);
        Headroom = new SimHeadroom(run, this);
        Lane = new DeferredLane(run, this);
        _streams = new StreamBeat(run, this);
        _key = gateway.Region.Gateways.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{Region.Id}/{model}/{gateway.Index}") : $"{Region.Id}/{model}";
        Flow = NewFlow(model);
    }

    public SimGateway Gateway { get; }

    public SimRegion Region => Gateway.Region;

    public ModelFlowOptions Options => _run.Scenario.Routing;

    public ModelFlow Flow { get; private set; }

    /// <summary>Inputs that the flow was told since it began.</summary>
    public long Told => _sequence;

    public DeferredLane Lane { get; }

    public SimHeadroom Headroom { get; }

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
        Headroom.Count(leg.Request);
        Tell(Input(FlowInputKind.Arrived) with { Request = leg.Request });
    }

    public void Offer(SimLeg leg)
    {
        _legs.Add(leg.Request.Id, leg);
        Tell(Input(FlowInputKind.Offered) with { Offered = [leg.Request] });
    }

    public void AttemptEnded(SimLeg leg, AttemptOutcome outcome, int tokens)
    {
        _streams.Remove(leg);
        Tell(Input(FlowInputKind.AttemptEnded) with { RequestId = leg.Request.Id, Outcome = outcome, OutputTokens = tokens });
    }

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

    /// <summary>The client went away, or the gateway that relayed it; nothing happens when it has ended here.</summary>
    public void ClientLeft(SimLeg leg)
    {
        if (_legs.TryGetValue(leg.Request.Id, out var held) && held == leg)
        {
            Tell(Input(FlowInputKind.ClientLeft) with { RequestId = leg.Request.Id });
        }
    }

    /// <summary>The flow of the first gateway of the region that is up: it holds the lease of the deferred queue.</summary>
    public FlowDriver Leader()
    {
        var gateways = Region.Gateways;
        for (var i = 0; i < gateways.Count; i++)
        {
            if (gateways[i].IsUp)
            {
                return gateways[i].Flows[Flow.Model];
            }
        }

        return this;
    }

    /// <summary>All that was here is lost: patient work goes back to its queue, clients and relaying gateways see broken connections.</summary>
    public void Crash()
    {
        _wake++;
        var lost = _legs.Values.OrderBy(l => l.Track.Number).ToList();
        _legs.Clear();
        var leader = Leader();
        foreach (var leg in lost)
        {
            var tokens = leg.TokensAt(_run.Kernel.Now);
            _run.World.Abandon(leg);
            if (leg.Origin is not null)
            {
                _run.World.Relays.TellOrigin(leg, tokens, tokens > 0 ? AttemptOutcome.BrokenAfterFirstByte : AttemptOutcome.BrokenBeforeFirstByte);
            }
            else if (!leg.Request.Tier.IsInteractive())
            {
                leg.Track.Lost++;
                Lane.PutBack(leg.Track);
            }
            else
            {
                _run.Around.Clients.Answered(leg.Track, tokens > 0 ? RequestOutcome.StreamBroken : RequestOutcome.UpstreamFailed, TimeSpan.Zero);
            }
        }

        if (leader != this)
        {
            Lane.MoveTo(leader.Lane);
        }
    }

    public void Restart()
    {
        _sequence = 0;
        Flow = NewFlow(Flow.Model);
        foreach (var gateway in Region.Gateways)
        {
            if (!gateway.IsUp)
            {
                gateway.Flows[Flow.Model].Lane.MoveTo(Lane);
            }
        }

        Lane.RoomMayBe();
    }

    public void FleetChanged(FleetSnapshot fleet)
    {
        Fleet = fleet;
        Headroom.Measure(fleet);
        Tell(Input(FlowInputKind.FleetChanged) with { Fleet = fleet });
    }

    public void SiblingsTold(IReadOnlyList<SiblingWork> told) => Tell(Input(FlowInputKind.SiblingsTold) with { Siblings = told });

    public void Wake(long token)
    {
        if (token == _wake)
        {
            Tell(Input(FlowInputKind.TimeReached));
        }
    }

    private ModelFlow NewFlow(ModelId model)
    {
        _run.Recorder.Write(DecisionRecorder.Routing, _key, 0, w => FlowJson.Write(w, new FlowHeader(model, Region.Id, Options)), null);
        return new ModelFlow(model, Region.Id, _run.Scenario.Catalog, Options);
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
                _run.World.Relays.Relay(_legs[effect.Request!.Id], effect.Region);
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
        _streams.Remove(leg);
        if (leg.Origin is not null)
        {
            _run.World.Relays.TellOrigin(leg, leg.Tokens, PeerAnswer.Of(effect));
        }
        else if (effect.Kind == FlowEffectKind.Evict)
        {
            // Whether it ran or found no room: the next beat asks again.
            if (leg.Replica is not null)
            {
                _run.Tally.Evicted(leg.TokensAt(_run.Kernel.Now));
                _run.World.Abandon(leg);
            }

            Lane.PutBack(leg.Track);
            return;
        }
        else
        {
            if (!leg.Request.Tier.IsInteractive())
            {
                Lane.Ended(leg.Track);
            }

            _run.Around.Clients.Answered(leg.Track, effect.Outcome, effect.RetryAfter);
        }

        Lane.RoomMayBe();
    }
}
