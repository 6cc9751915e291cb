using Prometheus;

namespace SageServe.Scaler;

/// <summary>Instruments of the actuator for Kubernetes.</summary>
internal sealed class ClusterMetrics
{
    private readonly Gauge _notComing = Instruments.Gauge(MetricNames.ClusterNotComing);
    private readonly Gauge _lent = Instruments.Gauge(MetricNames.ClusterLentGpus);
    private readonly Gauge _frozen = Instruments.Gauge(MetricNames.ClusterFrozen);
    private readonly Gauge _age = Instruments.Gauge(MetricNames.ClusterWatchAge);
    private readonly Counter _removed = Instruments.Counter(MetricNames.ClusterRemovals);
    private readonly Counter _drains = Instruments.Counter(MetricNames.ClusterDrains);
    private readonly Counter _foreign = Instruments.Counter(MetricNames.ClusterForeignScales);
    private readonly Counter _failures = Instruments.Counter(MetricNames.ClusterApiFailures);
    private readonly Histogram _start = Instruments.Histogram(MetricNames.ClusterStart);

    public void NotComing(PoolId pool, int count) => _notComing.WithLabels(PoolLabels.Values(pool)).Set(count);

    public void Lent(RegionId region, int gpus) => _lent.WithLabels(region.Value).Set(gpus);

    public void Frozen(PoolId pool, bool frozen) => _frozen.WithLabels(PoolLabels.Values(pool)).Set(frozen ? 1 : 0);

    public void WatchAge(RegionId region, TimeSpan age) => _age.WithLabels(region.Value).Set(age.TotalSeconds);

    /// <summary>One replica was taken away: the <c>chosen</c> one or <c>another</c>.</summary>
    public void Removed(PoolId pool, string outcome) => _removed.WithLabels(pool.Model.Value, pool.Region.Value, outcome).Inc();

    /// <summary>A drain ended: <c>drained</c>, at the <c>limit</c>, or <c>taken-back</c>.</summary>
    public void Drain(PoolId pool, string outcome) => _drains.WithLabels(pool.Model.Value, pool.Region.Value, outcome).Inc();

    public void ForeignScale(PoolId pool) => _foreign.WithLabels(pool.Model.Value, pool.Region.Value).Inc();

    /// <param name="region">Of the cluster.</param>
    /// <param name="status">HTTP status; 0 where there was no answer.</param>
    public void Failed(RegionId region, int status) => _failures.WithLabels(region.Value, status == 0 ? "none" : status.ToString(System.Globalization.CultureInfo.InvariantCulture)).Inc();

    public void Started(PoolId pool, StartTime time) => _start.WithLabels(PoolLabels.Values(pool, time.Cause, time.Image, time.Weights)).Observe(time.Seconds);
}
