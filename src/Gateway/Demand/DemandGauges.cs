using Prometheus;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Publishes the last complete demand bin. It is set when metrics are collected and only then, so that the start and the rates
/// of one scrape belong to one bin.
/// </summary>
internal sealed class DemandGauges(DemandMeter meter)
{
    private readonly Gauge _start = Instruments.Gauge(MetricNames.DemandBinStart);
    private readonly Gauge _length = Instruments.Gauge(MetricNames.DemandBinLength);
    private readonly Gauge _prompt = Instruments.Gauge(MetricNames.DemandPromptRate);
    private readonly Gauge _output = Instruments.Gauge(MetricNames.DemandOutputRate);
    private readonly Gauge _requests = Instruments.Gauge(MetricNames.DemandRequestRate);

    public void Register() => Metrics.DefaultRegistry.AddBeforeCollectCallback(Update);

    public void Update()
    {
        var bins = meter.LastComplete();
        foreach (var bin in bins)
        {
            var (model, origin, tier) = (bin.Series.Model.Value, bin.Series.Origin.Value, bin.Series.Tier.WireName());
            _prompt.WithLabels(model, origin, tier).Set(bin.PromptTokensPerSecond);
            _output.WithLabels(model, origin, tier).Set(bin.OutputTokensPerSecond);
            _requests.WithLabels(model, origin, tier).Set(bin.RequestsPerSecond);
        }

        _start.Set((bins.IsEmpty ? meter.CompleteStart : bins[0].Start).ToUnixSeconds());
        _length.Set(meter.Bin.TotalSeconds);
    }
}
