using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>
/// Tells one model's flow its inputs, one at a time, under a lock that is held for microseconds, and carries its effects
/// to the tickets they are for.
/// </summary>
internal sealed partial class ModelDispatcher : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ModelFlow _flow;
    private readonly FlowEffectBuffer _effects = new();
    private readonly Dictionary<RequestId, DispatchTicket> _tickets = [];
    private readonly RandomStream _draws;
    private readonly SteadyClock _clock;
    private readonly FlowRecorder _recorder;
    private readonly DecisionCounters _counters;
    private readonly ITimer _wake;
    private readonly ILogger _logger;
    private long _sequence;
    private bool _endedSome;

    public ModelDispatcher(ModelFlow flow, RandomStream draws, SteadyClock clock, FlowRecorder recorder, DecisionCounters counters, ILogger logger)
    {
        _flow = flow;
        _draws = draws;
        _clock = clock;
        _recorder = recorder;
        _counters = counters;
        _logger = logger;
        _wake = clock.Time.CreateTimer(static self => ((ModelDispatcher)self!).OnWake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Raised outside the lock after one or more requests got their final effect.</summary>
    public event Action<ModelId>? RequestEnded;

    public ModelId Model => _flow.Model;

    /// <summary>False when a request of this id is here already (a relayed request sent twice).</summary>
    public bool TryArrive(DispatchTicket ticket)
    {
        lock (_gate)
        {
            if (!_tickets.TryAdd(ticket.Request.Id, ticket))
            {
                return false;
            }

            Tell(Input(FlowInputKind.Arrived) with { Request = ticket.Request });
        }

        AfterInput();
        return true;
    }

    /// <summary>Offers a released deferred request: it is placed now, or evicted.</summary>
    public bool TryOffer(DispatchTicket ticket)
    {
        lock (_gate)
        {
            if (!_tickets.TryAdd(ticket.Request.Id, ticket))
            {
                return false;
            }

            Tell(Input(FlowInputKind.Offered) with { Offered = [ticket.Request] });
        }

        AfterInput();
        return true;
    }

    /// <param name="id">The request.</param>
    /// <param name="outcome">How its attempt ended.</param>
    /// <param name="outputTokens">Of the attempt.</param>
    /// <param name="rest">How long the upstream asked to be left alone.</param>
    public void AttemptEnded(RequestId id, AttemptOutcome outcome, int outputTokens, TimeSpan rest = default) =>
        TellAbout(id, FlowInputKind.AttemptEnded, outcome, outputTokens, rest);

    public void Progressed(RequestId id, int outputTokens) => TellAbout(id, FlowInputKind.Progressed, default, outputTokens);

    public void ClientLeft(RequestId id) => TellAbout(id, FlowInputKind.ClientLeft, default, 0);

    public void FleetChanged(FleetSnapshot fleet) => Tell(FlowInputKind.FleetChanged, i => i with { Fleet = fleet });

    public void SiblingsTold(IReadOnlyList<SiblingWork> told) => Tell(FlowInputKind.SiblingsTold, i => i with { Siblings = told });

    /// <summary>Adds what is at each replica to a list of the caller's.</summary>
    public void ReadWork(List<InstanceWork> work)
    {
        lock (_gate)
        {
            _flow.ReadWork(work);
        }
    }

    /// <summary>What runs and waits stays; it goes by the new options from here on.</summary>
    public void OptionsChanged(ModelFlowOptions options, ServingCatalog? catalog) =>
        Tell(FlowInputKind.OptionsChanged, i => i with { Options = options, Catalog = catalog });

    public void ShutdownBegan() => Tell(FlowInputKind.ShutdownBegan, i => i);

    /// <summary>Requests between their arrival and their final effect.</summary>
    public int OpenTickets
    {
        get
        {
            lock (_gate)
            {
                return _tickets.Count;
            }
        }
    }

    public void Dispose() => _wake.Dispose();

    // A request that got its final effect is not in the table any more: what comes late about it is not told.
    private void TellAbout(RequestId id, FlowInputKind kind, AttemptOutcome outcome, int outputTokens, TimeSpan rest = default)
    {
        lock (_gate)
        {
            if (!_tickets.ContainsKey(id))
            {
                return;
            }

            Tell(Input(kind) with { RequestId = id, Outcome = outcome, OutputTokens = outputTokens, RetryAfter = rest });
        }

        AfterInput();
    }

    private void OnWake()
    {
        lock (_gate)
        {
            Tell(Input(FlowInputKind.TimeReached));
        }

        AfterInput();
    }

    /// <summary>What is told to all flows, and not for a request.</summary>
    private void Tell(FlowInputKind kind, Func<FlowInput, FlowInput> with)
    {
        lock (_gate)
        {
            Tell(with(Input(kind)));
        }

        AfterInput();
    }

    private FlowInput Input(FlowInputKind kind) =>
        new() { Kind = kind, Now = _clock.Now, Sequence = ++_sequence, Draw = _draws.NextUInt64() };

    private void Tell(in FlowInput input)
    {
        _effects.Clear();
        try
        {
            _flow.Apply(input, _effects);
        }
        catch (Exception e) when (e is InvariantException or ArgumentException or InvalidOperationException or KeyNotFoundException)
        {
            FailAfter(input, e);
        }

        _recorder.Record(input, _effects);
        for (var i = 0; i < _effects.Count; i++)
        {
            Carry(_effects[i], input.Now);
        }
    }

    // A broken rule must not leave a client waiting for ever: whoever the input was about is refused.
    private void FailAfter(in FlowInput input, Exception error)
    {
        GatewayLog.FlowFailed(_logger, error, Model.Value, input.Kind);
        _effects.Clear();
        var id = input.Request?.Id ?? (input.Offered is [var offered, ..] ? offered.Id : input.RequestId);
        if (!id.IsNone && _tickets.TryGetValue(id, out var ticket))
        {
            _effects.Add(new FlowEffect
            {
                Kind = FlowEffectKind.Reject,
                Request = ticket.Request,
                Status = StatusCodes.Status500InternalServerError,
                Outcome = RequestOutcome.UpstreamFailed,
            });
        }
    }

    private void Carry(in FlowEffect effect, Instant now)
    {
        if (effect.Kind == FlowEffectKind.WakeAt)
        {
            var delay = effect.Until - now;
            _wake.Change(delay > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(delay.TotalMilliseconds), int.MaxValue)) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            return;
        }

        _counters.Count(effect);
        if (!_tickets.TryGetValue(effect.Request!.Id, out var ticket))
        {
            return;
        }

        ticket.Story.Decided(effect, now);
        if (effect.Kind == FlowEffectKind.Hold)
        {
            ticket.BeginHold(now);
            return;
        }

        ticket.EndHold(now);
        if (effect.Kind is FlowEffectKind.Reject or FlowEffectKind.Finish or FlowEffectKind.Evict)
        {
            _tickets.Remove(ticket.Request.Id);
            _endedSome = true;
            if (effect.Kind == FlowEffectKind.Evict)
            {
                ticket.Stop();
            }
        }

        ticket.Deliver(effect);
    }

    private void AfterInput()
    {
        if (!Volatile.Read(ref _endedSome) || RequestEnded is not { } handler)
        {
            return;
        }

        Volatile.Write(ref _endedSome, false);
        ThreadPool.UnsafeQueueUserWorkItem(static call => call.handler(call.Model), (handler, Model), preferLocal: false);
    }
}
