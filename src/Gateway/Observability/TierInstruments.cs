using Prometheus;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>The metric children of one model and tier, found once.</summary>
internal sealed class TierInstruments(ModelId model, ServiceTier tier)
{
    public Histogram.Child Ttft { get; } = Instruments.Histogram(MetricNames.Ttft).WithLabels(model.Value, tier.WireName());

    public Histogram.Child Tbt { get; } = Instruments.Histogram(MetricNames.Tbt).WithLabels(model.Value, tier.WireName());

    public Histogram.Child Duration { get; } = Instruments.Histogram(MetricNames.RequestDuration).WithLabels(model.Value, tier.WireName());

    public Histogram.Child Hold { get; } = Instruments.Histogram(MetricNames.HoldDuration).WithLabels(model.Value, tier.WireName());

    public Counter.Child PromptTokens { get; } = Instruments.Counter(MetricNames.PromptTokens).WithLabels(model.Value, tier.WireName());

    public Counter.Child OutputTokens { get; } = Instruments.Counter(MetricNames.OutputTokens).WithLabels(model.Value, tier.WireName());

    public Counter.Child SloMet { get; } = Instruments.Counter(MetricNames.SloRequests).WithLabels(model.Value, tier.WireName(), "met");

    public Counter.Child SloMissed { get; } = Instruments.Counter(MetricNames.SloRequests).WithLabels(model.Value, tier.WireName(), "missed");

    /// <summary>Clients that left before the target had passed: neither met nor missed.</summary>
    public Counter.Child SloLeft { get; } = Instruments.Counter(MetricNames.SloRequests).WithLabels(model.Value, tier.WireName(), "left");
}
