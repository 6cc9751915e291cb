using Prometheus;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>The metric children of one model and tier, found once.</summary>
/// <param name="model">The model.</param>
/// <param name="tier">The tier.</param>
/// <param name="origin">This gateway's region: what enters elsewhere is counted there.</param>
internal sealed class TierInstruments(ModelId model, ServiceTier tier, RegionId origin)
{
    private readonly Counter.Child _promptTokens = Instruments.Counter(MetricNames.PromptTokens).WithLabels(model.Value, tier.WireName());
    private readonly Counter.Child _outputTokens = Instruments.Counter(MetricNames.OutputTokens).WithLabels(model.Value, tier.WireName());
    private readonly Histogram.Child _promptSizes = Instruments.Histogram(MetricNames.RequestPromptTokens).WithLabels(model.Value, tier.WireName());
    private readonly Histogram.Child _outputSizes = Instruments.Histogram(MetricNames.RequestOutputTokens).WithLabels(model.Value, tier.WireName());

    public Histogram.Child Ttft { get; } = Instruments.Histogram(MetricNames.Ttft).WithLabels(model.Value, tier.WireName());

    public Histogram.Child Tbt { get; } = Instruments.Histogram(MetricNames.Tbt).WithLabels(model.Value, tier.WireName());

    public Histogram.Child Duration { get; } = Instruments.Histogram(MetricNames.RequestDuration).WithLabels(model.Value, tier.WireName());

    public Histogram.Child Hold { get; } = Instruments.Histogram(MetricNames.HoldDuration).WithLabels(model.Value, tier.WireName());

    public Counter.Child SloMet { get; } = Instruments.Counter(MetricNames.SloRequests).WithLabels(model.Value, tier.WireName(), origin.Value, "met");

    public Counter.Child SloMissed { get; } = Instruments.Counter(MetricNames.SloRequests).WithLabels(model.Value, tier.WireName(), origin.Value, "missed");

    /// <summary>Clients that left before the target had passed: neither met nor missed.</summary>
    public Counter.Child SloLeft { get; } = Instruments.Counter(MetricNames.SloRequests).WithLabels(model.Value, tier.WireName(), origin.Value, "left");

    public Counter.Child Goodput { get; } = Instruments.Counter(MetricNames.GoodputTokens).WithLabels(model.Value, tier.WireName());

    public Counter.Child ClientRetries { get; } = Instruments.Counter(MetricNames.ClientRetries).WithLabels(model.Value, tier.WireName());

    /// <summary>Counts the tokens of a request that ended.</summary>
    public void Used(RequestObservation seen)
    {
        _promptTokens.Inc(seen.PromptTokens);
        _outputTokens.Inc(seen.OutputTokens);
        _promptSizes.Observe(seen.PromptTokens);
        if (seen.Outcome == RequestOutcome.Completed)
        {
            _outputSizes.Observe(seen.OutputTokens);
        }
    }
}
