using Prometheus;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>Publishes which replicas and regions get nothing, and how old the word of other regions is.</summary>
internal sealed class HealthGauges(SteadyClock clock)
{
    private static readonly string[] States = [.. Enum.GetValues<CircuitState>().Select(s => s == CircuitState.HalfOpen ? "half-open" : s.ToString().ToLowerInvariant())];

    private readonly Gauge _ejected = Instruments.Gauge(MetricNames.ReplicasEjected);
    private readonly Gauge _circuits = Instruments.Gauge(MetricNames.ReplicaCircuits);
    private readonly RoundGauge _regions = new(Instruments.Gauge(MetricNames.RegionCircuitOpen));
    private readonly RoundGauge _summaries = new(Instruments.Gauge(MetricNames.PeerSummaryAge));

    public void Set(ModelId model, FlowHealth health)
    {
        _ejected.WithLabels(model.Value).Set(health.Ejected);
        for (var state = 0; state < States.Length; state++)
        {
            _circuits.WithLabels(model.Value, States[state]).Set(health.Circuits[state]);
        }

        foreach (var (region, state) in health.Regions)
        {
            _regions.Set([model.Value, region.Value], state == CircuitState.Closed ? 0 : 1);
        }
    }

    /// <param name="fleet">Whose summaries of other regions are told.</param>
    public void EndRound(FleetSnapshot fleet)
    {
        foreach (var region in fleet.Others.GroupBy(s => s.Region))
        {
            _summaries.Set([region.Key.Value], Math.Max(0, (clock.Now - region.Max(s => s.TakenAt)).TotalSeconds));
        }

        _regions.EndRound();
        _summaries.EndRound();
    }
}
