using Prometheus;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Publishes the fleet as this gateway sees it. Pools and replicas that are gone are set to zero, so that no figure stays behind.</summary>
internal sealed class FleetGauges(CurrentFleet current, DispatchTable dispatchers, SteadyClock clock, GatewayOptions options)
{
    private readonly Gauge _replicas = Instruments.Gauge(MetricNames.FleetReplicas);
    private readonly Gauge _kv = Instruments.Gauge(MetricNames.FleetKvUtilization);
    private readonly Gauge _pressure = Instruments.Gauge(MetricNames.FleetPressure);
    private readonly Gauge _age = Instruments.Gauge(MetricNames.FleetMetricsAge);
    private readonly Gauge _held = Instruments.Gauge(MetricNames.Held);
    private readonly Gauge _inFlight = Instruments.Gauge(MetricNames.RequestsInFlight);
    private readonly Gauge _work = Instruments.Gauge(MetricNames.OutstandingWork);
    private readonly Dictionary<(ModelId Model, AcceleratorId Accelerator, InstancePhase Phase), int> _counts = [];
    private readonly Dictionary<(ModelId Model, InstanceId Instance), double> _seconds = [];
    private readonly string _region = options.Region;

    public void Update()
    {
        var fleet = current.Latest;
        CountReplicas(fleet);
        foreach (var key in _seconds.Keys.ToArray())
        {
            _seconds[key] = 0;
        }

        foreach (var dispatcher in dispatchers.All)
        {
            UpdateModel(dispatcher, fleet);
        }

        foreach (var ((model, instance), seconds) in _seconds)
        {
            _work.WithLabels(model.Value, instance.Value).Set(seconds);
        }

        foreach (var gone in _seconds.Where(s => s.Value == 0).Select(s => s.Key).ToArray())
        {
            _seconds.Remove(gone);
        }
    }

    private void CountReplicas(FleetSnapshot fleet)
    {
        foreach (var key in _counts.Keys.ToArray())
        {
            _counts[key] = 0;
        }

        foreach (var replica in fleet.Deployments.SelectMany(d => d.Instances))
        {
            var key = (replica.Pool.Model, replica.Pool.Accelerator, replica.Phase);
            _counts[key] = _counts.GetValueOrDefault(key) + 1;
        }

        foreach (var ((model, accelerator, phase), count) in _counts)
        {
            _replicas.WithLabels(model.Value, _region, accelerator.Value, phase.ToString().ToLowerInvariant()).Set(count);
        }
    }

    private void UpdateModel(ModelDispatcher dispatcher, FleetSnapshot fleet)
    {
        var model = dispatcher.Model;
        var readout = dispatcher.Read();
        foreach (var tier in ServiceTiers.All)
        {
            _held.WithLabels(model.Value, tier.WireName()).Set(readout.Held[(int)tier]);
            _inFlight.WithLabels(model.Value, tier.WireName()).Set(readout.Held[(int)tier] + readout.InFlight[(int)tier]);
        }

        foreach (var work in readout.Work)
        {
            _seconds[(model, work.Instance)] = work.Seconds;
        }

        var deployment = fleet.Find(model);
        _pressure.WithLabels(model.Value, _region).Set(readout.Pressure.Value);
        _kv.WithLabels(model.Value, _region).Set(deployment?.KvUtilization.Value ?? 1);
        _age.WithLabels(model.Value, _region).Set(OldestAge(deployment));
    }

    private double OldestAge(DeploymentSnapshot? deployment)
    {
        var oldest = TimeSpan.Zero;
        foreach (var replica in deployment?.Instances ?? [])
        {
            if (replica.Phase == InstancePhase.Ready && clock.Now - replica.MetricsAt > oldest)
            {
                oldest = clock.Now - replica.MetricsAt;
            }
        }

        return oldest.TotalSeconds;
    }
}
