using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>Runs released batch items through the same flow and forwarder as everything else, with memory as the client.</summary>
internal sealed class DeferredRunner : IDeferredRunner
{
    private readonly DispatchTable _dispatchers;
    private readonly RequestRun _runs;
    private readonly CurrentFleet _fleet;
    private readonly DemandMeter _demand;
    private readonly RequestObserver _observer;
    private readonly UsageMeter _usage;
    private readonly QuotaDesk _quotas;
    private readonly Stories _stories;
    private readonly SteadyClock _clock;
    private readonly int _answerLimit;

    public DeferredRunner(
        DispatchTable dispatchers, RequestRun runs, CurrentFleet fleet, DemandMeter demand, RequestObserver observer, UsageMeter usage, QuotaDesk quotas, Stories stories, SteadyClock clock, GatewayOptions options)
    {
        _dispatchers = dispatchers;
        _runs = runs;
        _fleet = fleet;
        _demand = demand;
        _observer = observer;
        _usage = usage;
        _quotas = quotas;
        _stories = stories;
        _clock = clock;
        _answerLimit = options.Forwarding.MaxBufferedAnswerBytes;
    }

    public event Action<ModelId>? RequestEnded
    {
        add
        {
            foreach (var dispatcher in _dispatchers.All)
            {
                dispatcher.RequestEnded += value;
            }
        }

        remove
        {
            foreach (var dispatcher in _dispatchers.All)
            {
                dispatcher.RequestEnded -= value;
            }
        }
    }

    public FleetSnapshot Fleet => _fleet.Latest;

    public Pressure ReadPressure(ModelId model) => _dispatchers[model].ReadPressure(ServiceTier.NonInteractive);

    public (PatientRoom Room, InteractiveSignal? Interactive) ReadForPatients(ModelId model) => _dispatchers[model].ReadForPatients();

    public async Task<DeferredResult> RunAsync(InferenceRequest request, string path, ReadOnlyMemory<byte> body, CancellationToken cancellation, string? keyId = null, Instant? queuedAt = null)
    {
        using var budget = _quotas.TakeMoney(keyId, request);
        if (budget is { Refusal: not null })
        {
            return new DeferredResult(RequestOutcome.QuotaExceeded, 0, default, null);
        }

        using var span = GatewayTracing.BeginLine(request, path);
        var sink = new MemorySink(_answerLimit);
        var exchange = new Exchange
        {
            Request = request,
            Path = path,
            Body = body,
            Sink = sink,
            ClientGone = cancellation,
            PublicId = request.Id.Value,
            Span = span,
        };
        exchange.Story = _stories.Begin(exchange);
        var final = await _runs.OfferAsync(exchange);
        var outcome = final is { } effect ? (effect.Kind == FlowEffectKind.Evict ? FailureOf(exchange) ?? RequestOutcome.Evicted : effect.Outcome) : RequestOutcome.Evicted;
        if (exchange.Attempts == 0 || outcome == RequestOutcome.Evicted)
        {
            exchange.Story.Ended(Observations.Of(exchange, outcome, _clock.Now), exchange, 0);
            GatewayTracing.Forget(span);
            return new DeferredResult(outcome, 0, default, null);
        }

        // Patient work counts as demand when it is placed: until then it waits for room by its own choice.
        _demand.Count(request);
        var answered = outcome is RequestOutcome.Completed or RequestOutcome.Invalid;
        var observation = Observations.Of(exchange, outcome, _clock.Now);
        _observer.Observe(observation, exchange);
        exchange.Story.Ended(observation, exchange, answered ? exchange.Status : 0);
        WaitTracing.Before(span, WaitTracing.Queue, request.Arrived - (queuedAt ?? request.Arrived));
        GatewayTracing.End(span, observation, request);
        budget?.Settle(observation, _usage.Count(keyId, observation));
        return new DeferredResult(
            answered ? RequestOutcome.Completed : outcome, answered ? exchange.Status : 0, answered ? sink.Body : default, observation);
    }

    // An engine had it and failed, and no other one was free: that was an attempt. What no engine can do would go round for ever otherwise. An
    // engine that was not reached, or asked for a rest, says nothing of the work.
    private static RequestOutcome? FailureOf(Exchange exchange) => exchange.LastAttempt switch
    {
        AttemptOutcome.FirstTokenTimedOut or AttemptOutcome.Hung => RequestOutcome.TimedOut,
        AttemptOutcome.BrokenBeforeFirstByte => RequestOutcome.UpstreamFailed,
        AttemptOutcome.UpstreamRefused when exchange.Instance != default && exchange.UpstreamRest == TimeSpan.Zero => RequestOutcome.UpstreamFailed,
        _ => null,
    };
}
