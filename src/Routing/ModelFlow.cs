namespace SageServe.Routing;

/// <summary>
/// The door of Routing: one state machine per model and gateway. Not thread-safe: the shell tells it one input at a time,
/// under a lock held for microseconds and never across an await. Choosing and reserving is one step.
/// Ids of live requests are unique; inputs about an unknown request change nothing.
/// </summary>
public sealed partial class ModelFlow
{
    private readonly FlowParts _parts;
    private AdmissionRule _admission;
    private Instant _now = Instant.Min;
    private Instant _wakeAt = Instant.Max;
    private bool _shuttingDown;

    /// <exception cref="ArgumentException">An option names no rule or is out of range.</exception>
    public ModelFlow(ModelId model, RegionId home, ServingCatalog catalog, ModelFlowOptions options)
    {
        FlowScope.Check(options);
        _parts = new FlowParts(new FlowScope(model, home, catalog, options));
        _admission = new AdmissionRule(_parts);
    }

    public ModelId Model => _parts.Scope.Model;

    public RegionId Home => _parts.Scope.Home;

    /// <summary>Takes one fact and adds what is to be done to <paramref name="effects"/>. O(log held) per released request.</summary>
    public void Apply(in FlowInput input, FlowEffectBuffer effects)
    {
        // Inputs of several threads may overtake each other by microseconds on their way to the lock.
        _now = Instant.Later(_now, input.Now);
        _parts.Hold.AdvanceTo(_now);
        _parts.Untold.AdvanceTo(_now);
        _parts.Siblings.AdvanceTo(_now);
        var draws = new DrawSequence(input.Draw);
        var waiting = input.Kind switch
        {
            FlowInputKind.Arrived => OnArrived(input, ref draws, effects),
            FlowInputKind.AttemptEnded => OnAttemptEnded(input, ref draws, effects),
            FlowInputKind.Progressed => OnProgressed(input),
            FlowInputKind.ClientLeft => OnClientLeft(input, effects),
            FlowInputKind.Offered => OnOffered(input, ref draws, effects),
            FlowInputKind.FleetChanged => OnFleetChanged(input),
            FlowInputKind.TimeReached => OnTimeReached(input),
            FlowInputKind.OptionsChanged => OnOptionsChanged(input),
            FlowInputKind.SiblingsTold => OnSiblingsTold(input),
            _ => OnShutdownBegan(),
        };
        Settle(waiting, ref draws, effects);
    }

    private FlowEntry? OnArrived(in FlowInput input, ref DrawSequence draws, FlowEffectBuffer effects)
    {
        var entry = _parts.Table.Add(Checked(input.Request), deferred: false);
        return _admission.Arrived(entry, _shuttingDown, _now, ref draws, effects) ? Wait(entry) : null;
    }

    private FlowEntry? OnAttemptEnded(in FlowInput input, ref DrawSequence draws, FlowEffectBuffer effects)
    {
        if (_parts.Table.Find(input.RequestId) is not { Stage: FlowStage.AtReplica or FlowStage.AtPeer } entry)
        {
            return null;
        }

        var atPeer = entry.Stage == FlowStage.AtPeer;
        _parts.Rest(entry, input.RetryAfter, _now);
        _parts.JudgeAttempt(entry, input.Outcome, _now);
        _parts.Shares.Settle(entry, served: !FailoverRule.IsRetryable(input.Outcome), Math.Max(entry.OutputTokens, input.OutputTokens));
        TakeBack(entry);
        return _parts.Failover.AttemptEnded(entry, input.Outcome, atPeer, _shuttingDown, _now, ref draws, effects) ? Wait(entry) : null;
    }

    private FlowEntry? OnProgressed(in FlowInput input)
    {
        Progress(input.RequestId, input.OutputTokens);
        var more = input.Progress ?? [];
        Invariant.Holds(more.Count <= FlowLimits.MaxProgress, "An input tells the progress of at most MaxProgress requests");
        for (var i = 0; i < more.Count; i++)
        {
            Progress(more[i].RequestId, more[i].OutputTokens);
        }

        return null;
    }

    private void Progress(RequestId id, int outputTokens)
    {
        var entry = _parts.Table.Find(id);
        if (entry is { Stage: FlowStage.AtReplica })
        {
            if (entry is { OutputTokens: 0, Request.Streaming: true } && outputTokens > 0)
            {
                _parts.Interactive.FirstToken(entry.Request, _now);
            }

            entry.Ledger!.Progress(entry, outputTokens, _now);
        }
        else if (entry is { Stage: FlowStage.AtPeer })
        {
            entry.OutputTokens = Math.Max(entry.OutputTokens, outputTokens);
        }
    }

    private FlowEntry? OnClientLeft(in FlowInput input, FlowEffectBuffer effects)
    {
        if (_parts.Table.Find(input.RequestId) is { } entry)
        {
            var reasons = ReasonSet.Of(ReasonCode.ClientLeft);
            _parts.Shares.Settle(entry, served: true, entry.OutputTokens);
            TakeBack(entry);
            _parts.Endings.Finish(entry, RequestOutcome.ClientLeft, entry.OutputTokens > 0 ? reasons.With(ReasonCode.FirstByteSent) : reasons, effects);
        }

        return null;
    }

    private FlowEntry? OnOffered(in FlowInput input, ref DrawSequence draws, FlowEffectBuffer effects)
    {
        var offered = input.Offered ?? [];
        Invariant.Holds(offered.Count <= FlowLimits.MaxOffered, "An input offers at most MaxOffered requests");
        for (var i = 0; i < offered.Count; i++)
        {
            _admission.Offered(_parts.Table.Add(Checked(offered[i]), deferred: true), _shuttingDown, _now, ref draws, effects);
        }

        return null;
    }

    private FlowEntry? OnFleetChanged(in FlowInput input)
    {
        var fleet = input.Fleet;
        Invariant.Holds(fleet is not null && fleet.Home == Home, "FleetChanged carries a snapshot of the flow's own region");
        _parts.Home.Update(fleet);
        _parts.ShareBound(fleet.Gateways);
        _parts.Peers.Update(fleet);
        _parts.Outliers.Look(_now);
        _parts.Placement.Advice = fleet.Advice;
        return null;
    }

    private FlowEntry? OnTimeReached(in FlowInput input)
    {
        _wakeAt = input.Now >= _wakeAt ? Instant.Max : _wakeAt;
        return null;
    }

    private FlowEntry? OnOptionsChanged(in FlowInput input)
    {
        _parts.Change(input.Options ?? _parts.Scope.Options, input.Catalog);
        _admission = new AdmissionRule(_parts);
        return null;
    }

    private FlowEntry? OnSiblingsTold(in FlowInput input)
    {
        _parts.Siblings.Hear(input.Siblings ?? [], _now);
        return null;
    }

    private FlowEntry? OnShutdownBegan()
    {
        _shuttingDown = true;
        return null;
    }

    private FlowEntry Wait(FlowEntry entry)
    {
        _parts.Room.TakeIn(entry, _now);
        return entry;
    }

    /// <summary>Takes a request from wherever it is, so that it is nowhere.</summary>
    private void TakeBack(FlowEntry entry)
    {
        if (entry.Stage == FlowStage.Held)
        {
            _parts.Room.LetGo(entry, _now);
        }

        entry.Probes?.Ended(failed: null, wasProbe: true, _now);
        entry.Probes = null;
        _parts.Untold.Ended(entry);
        entry.Ledger?.Release(entry, _now);
        _parts.Table.Move(entry, FlowStage.New);
    }

    /// <summary>What any input may bring about: held requests find room or reach their limit, and the next moment to look again.</summary>
    private void Settle(FlowEntry? waiting, ref DrawSequence draws, FlowEffectBuffer effects)
    {
        if (_parts.Hold.Count == 0)
        {
            return;
        }

        if (_shuttingDown)
        {
            _parts.Room.Empty(_now, effects);
        }
        else
        {
            _parts.Room.Release(waiting, _now, ref draws, effects);
            _parts.Room.Expire(_now, effects);
        }

        if (waiting is { Stage: FlowStage.Held })
        {
            effects.Add(new FlowEffect
            {
                Kind = FlowEffectKind.Hold,
                Request = waiting.Request,
                Until = waiting.HoldUntil,
                Reasons = _parts.Placement.WhyNot(waiting, _now),
            });
        }

        WakeWhenNeeded(effects);
    }

    private void WakeWhenNeeded(FlowEffectBuffer effects)
    {
        var wanted = _parts.Room.HasMore ? _now : Instant.Earlier(Instant.Earlier(_parts.Hold.EarliestLimit, _parts.Untold.NextLook), _parts.Home.NextSiblingEnd(_now));
        if (wanted < _wakeAt)
        {
            _wakeAt = wanted;
            effects.Add(new FlowEffect { Kind = FlowEffectKind.WakeAt, Until = wanted });
        }
    }

    private InferenceRequest Checked(InferenceRequest? request)
    {
        Invariant.Holds(request is not null && request.Model == Model, "A flow is told requests of its own model");
        return request;
    }
}
