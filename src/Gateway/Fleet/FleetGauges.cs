using System.Collections.Immutable;
using Prometheus;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>Publishes the fleet as this gateway sees it: each model, each pool of the region, each replica.</summary>
internal sealed class FleetGauges(
    CurrentFleet current, DispatchTable dispatchers, PoolGauges pools, PoolWorkGauges work, BacklogGauges backlog, HealthGauges health, LiveConfiguration live, GatewayOptions options)
{
    private readonly Gauge _held = Instruments.Gauge(MetricNames.Held);
    private readonly Gauge _inFlight = Instruments.Gauge(MetricNames.RequestsInFlight);
    private readonly Gauge _objective = Instruments.Gauge(MetricNames.SloObjective);
    private readonly RoundGauge _outstanding = new(Instruments.Gauge(MetricNames.OutstandingWork));
    private readonly RegionId _region = new(options.Region);

    public void Update()
    {
        var fleet = current.Latest;
        foreach (var level in live.Current.Catalog.Document.ServiceLevels)
        {
            _objective.WithLabels(level.Tier.WireName()).Set(level.AttainmentTarget);
        }

        foreach (var dispatcher in dispatchers.All)
        {
            var readout = dispatcher.Read();
            SetModel(dispatcher.Model, readout);
            health.Set(dispatcher.Model, dispatcher.ReadHealth());
            backlog.Set(dispatcher.Model);
            SetPools(dispatcher, readout, fleet.Find(dispatcher.Model)?.Instances ?? []);
        }

        _outstanding.EndRound();
        pools.EndRound();
        work.EndRound();
        backlog.EndRound();
        health.EndRound(fleet);
    }

    private void SetModel(ModelId model, FlowReadout readout)
    {
        foreach (var tier in ServiceTiers.All)
        {
            _held.WithLabels(model.Value, tier.WireName()).Set(readout.Held[(int)tier]);
            _inFlight.WithLabels(model.Value, tier.WireName()).Set(readout.Held[(int)tier] + readout.InFlight[(int)tier]);
        }

        foreach (var here in readout.Work)
        {
            _outstanding.Set([model.Value, here.Instance.Value], here.Seconds);
        }
    }

    /// <summary>Those of the catalog, empty ones too, and those that only the fleet file knows.</summary>
    private void SetPools(ModelDispatcher dispatcher, FlowReadout readout, ImmutableArray<InstanceSnapshot> instances)
    {
        var deployment = new DeploymentId(dispatcher.Model, _region);
        var catalog = live.Current.Catalog;
        var known = catalog.Pools.Where(p => p.Id.Deployment == deployment).Select(p => p.Id);
        var at = readout.Work.ToDictionary(w => w.Instance);
        foreach (var pool in known.Union(instances.Select(i => i.Pool)))
        {
            var spec = catalog.FindPool(pool);
            var replicas = new DeploymentSnapshot(deployment, [.. instances.Where(i => i.Pool == pool)]);
            pools.Set(pool, replicas, dispatcher.ReadPressure(TierOf(spec)));
            work.Set(pool, spec?.IsOwnOf(ServiceTier.NonInteractive) ?? true, replicas, at);
        }
    }

    /// <summary>Pools for patient work alone have a pressure of their own; all others that of interactive requests.</summary>
    private static ServiceTier TierOf(PoolSpec? spec) =>
        spec is not null && spec.IsOwnOf(ServiceTier.NonInteractive) && !spec.IsOwnOf(ServiceTier.InteractiveFast) ? ServiceTier.NonInteractive : ServiceTier.InteractiveFast;
}
