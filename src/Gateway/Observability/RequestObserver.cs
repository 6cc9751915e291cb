using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Prometheus;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Turns what happened to a request into metrics. A relayed request is observed where it entered, not here.</summary>
internal sealed class RequestObserver
{
    private readonly FrozenDictionary<ModelId, TierInstruments[]> _instruments;
    private readonly FrozenDictionary<ModelId, Histogram.Child> _overhead;
    private readonly ConcurrentDictionary<(ModelId, ServiceTier, RegionId Served, RequestOutcome), Counter.Child> _requests = new();
    private readonly Counter _requestCounter = Instruments.Counter(MetricNames.Requests);
    private readonly Counter _relayed = Instruments.Counter(MetricNames.RelayedRequests);
    private readonly LabelCap _origins = new(100);
    private readonly OutputEstimates _estimates;
    private readonly PromptEstimates _prompts;
    private readonly FleetDirectory _fleet;
    private readonly LiveConfiguration _live;

    public RequestObserver(ServingCatalog catalog, OutputEstimates estimates, PromptEstimates prompts, FleetDirectory fleet, LiveConfiguration live)
    {
        _estimates = estimates;
        _prompts = prompts;
        _fleet = fleet;
        _live = live;
        var origin = new RegionId(live.Current.Options.Region);
        _instruments = catalog.Models.ToFrozenDictionary(m => m.Id, m => ServiceTiers.All.Select(t => new TierInstruments(m.Id, t, origin)).ToArray());
        _overhead = catalog.Models.ToFrozenDictionary(
            m => m.Id, m => Instruments.Histogram(MetricNames.GatewayOverhead).WithLabels(m.Id.Value));
    }

    /// <summary>Of all models, since the start.</summary>
    public ImmutableArray<TierStanding> ReadTiers() =>
    [
        .. ServiceTiers.All.Select(t => new TierStanding(
            t.WireName(), (long)_instruments.Values.Sum(m => m[(int)t].SloMet.Value), (long)_instruments.Values.Sum(m => m[(int)t].SloMissed.Value))),
    ];

    /// <param name="seen">What happened.</param>
    /// <param name="exchange">To whom.</param>
    /// <param name="isRetry">The client calls it a repeated one.</param>
    public void Observe(RequestObservation seen, Exchange exchange, bool isRetry = false)
    {
        if (exchange.Request.Relayed)
        {
            _relayed.WithLabels(seen.Model.Value, _origins.Of(seen.Origin.Value), seen.Outcome.ToString()).Inc();
            return;
        }

        var instruments = _instruments[seen.Model][(int)seen.Tier];
        instruments.ClientRetries.Inc(isRetry ? 1 : 0);
        _requests.GetOrAdd((seen.Model, seen.Tier, seen.ServedIn, seen.Outcome), NewCounter, seen.Origin).Inc();
        instruments.Duration.Observe(seen.Total.TotalSeconds);
        ObserveTimes(seen, instruments);
        instruments.Used(seen);
        if (exchange.FirstForwardAt is { } forwarded)
        {
            _overhead[seen.Model].Observe(Math.Max(0, (forwarded - seen.Arrived - exchange.HeldBeforeFirstForward).TotalSeconds));
        }

        if (seen.Outcome == RequestOutcome.Completed && seen.OutputTokens > 0)
        {
            _estimates.Observe(seen.Model, seen.Tier, seen.OutputTokens);
        }

        if (exchange is { PromptTokens: { } counted, Request.PromptTokens: > 1 and var estimated })
        {
            _prompts.Observe(seen.Model, estimated, counted);
        }

        Judge(seen, instruments);
    }

    private static void ObserveTimes(RequestObservation seen, TierInstruments instruments)
    {
        if (seen is { Streaming: true, Ttft: { } ttft })
        {
            instruments.Ttft.Observe(ttft.TotalSeconds);
        }

        if (seen.Tbt is { } tbt)
        {
            instruments.Tbt.Observe(tbt.TotalSeconds);
        }

        if (seen.Held > TimeSpan.Zero)
        {
            instruments.Hold.Observe(seen.Held.TotalSeconds);
        }
    }

    private void Judge(RequestObservation seen, TierInstruments instruments)
    {
        var servedOn = seen.Instance.IsNone ? default : _fleet.AcceleratorOf(seen.Instance);
        switch (_live.Current.Slo.Judge(seen, servedOn))
        {
            case SloVerdict.Met:
                instruments.SloMet.Inc();
                instruments.Goodput.Inc(seen.OutputTokens);
                break;
            case SloVerdict.Missed:
                instruments.SloMissed.Inc();
                break;
            case SloVerdict.Left:
                instruments.SloLeft.Inc();
                break;
            default:
                break;
        }
    }

    private Counter.Child NewCounter((ModelId Model, ServiceTier Tier, RegionId Served, RequestOutcome Outcome) key, RegionId origin) =>
        _requestCounter.WithLabels(key.Model.Value, key.Tier.WireName(), origin.Value, key.Served.Value ?? "none", key.Outcome.ToString());
}
