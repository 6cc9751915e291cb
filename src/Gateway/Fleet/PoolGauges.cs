using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>How full each pool of this region is. A pool without a ready replica shows the worst case, and zero ready replicas beside it.</summary>
internal sealed class PoolGauges(SteadyClock clock)
{
    private static readonly InstancePhase[] Phases = Enum.GetValues<InstancePhase>();
    private readonly RoundGauge _replicas = new(Instruments.Gauge(MetricNames.FleetReplicas));
    private readonly RoundGauge _kv = new(Instruments.Gauge(MetricNames.FleetKvUtilization));
    private readonly RoundGauge _pressure = new(Instruments.Gauge(MetricNames.FleetPressure));
    private readonly RoundGauge _age = new(Instruments.Gauge(MetricNames.FleetMetricsAge));

    public void Set(PoolId pool, DeploymentSnapshot replicas, Pressure pressure)
    {
        var labels = PoolLabels.Values(pool);
        foreach (var phase in Phases)
        {
            var count = replicas.Instances.Count(i => i.Phase == phase);
            _replicas.Set([.. labels, phase.ToString().ToLowerInvariant()], count);
        }

        _kv.Set(labels, replicas.KvUtilization.Value);
        _pressure.Set(labels, pressure.Value);
        _age.Set(labels, OldestAge(replicas));
    }

    public void EndRound()
    {
        _replicas.EndRound();
        _kv.EndRound();
        _pressure.EndRound();
        _age.EndRound();
    }

    private double OldestAge(DeploymentSnapshot replicas)
    {
        var oldest = TimeSpan.Zero;
        foreach (var replica in replicas.Instances)
        {
            if (replica.Phase == InstancePhase.Ready && clock.Now - replica.MetricsAt > oldest)
            {
                oldest = clock.Now - replica.MetricsAt;
            }
        }

        return oldest.TotalSeconds;
    }
}
