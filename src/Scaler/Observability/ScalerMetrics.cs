using Prometheus;

namespace SageServe.Scaler;

/// <summary>Every instrument of the scaler.</summary>
internal sealed class ScalerMetrics
{
    private readonly Gauge _target = Instruments.Gauge(MetricNames.PlanReplicasTarget);
    private readonly Gauge _planAge = Instruments.Gauge(MetricNames.PlanAge);
    private readonly Histogram _solve = Instruments.Histogram(MetricNames.PlanSolveDuration);
    private readonly Gauge _forecast = Instruments.Gauge(MetricNames.ForecastPromptRate);
    private readonly Gauge _error = Instruments.Gauge(MetricNames.ForecastError);
    private readonly Counter _actions = Instruments.Counter(MetricNames.ScaleActions);
    private readonly Gauge _frozen = Instruments.Gauge(MetricNames.ScalerFrozen);
    private readonly Gauge _dryRun = Instruments.Gauge(MetricNames.DryRun);

    public void Start(bool dryRun) => _dryRun.Set(dryRun ? 1 : 0);

    public void Tick(bool frozen, TimeSpan? planAge)
    {
        _frozen.Set(frozen ? 1 : 0);
        if (planAge is { } age)
        {
            _planAge.Set(age.TotalSeconds);
        }
    }

    public void Planned(PlanDocument plan, TimeSpan duration)
    {
        _solve.WithLabels("plan").Observe(duration.TotalSeconds);
        foreach (var target in plan.Targets)
        {
            _target.WithLabels(target.Pool.Model.Value, target.Pool.Region.Value, target.Pool.Accelerator.Value).Set(target.Target);
        }

        foreach (var forecast in plan.Forecasts)
        {
            string[] labels = [forecast.Series.Model.Value, forecast.Series.Origin.Value, forecast.Series.Tier.WireName()];
            _forecast.WithLabels(labels).Set(forecast.Peak);
            if (forecast.ErrorRatio is { } error)
            {
                _error.WithLabels(labels).Set(error);
            }
        }
    }

    /// <summary>Counts what moved, not what was asked.</summary>
    public void Acted(ActionReceipt receipt)
    {
        if (receipt.Applied)
        {
            var pool = receipt.Action.Pool;
            var action = receipt.Action.Kind == ScaleActionKind.Start ? "start" : "stop";
            _actions.WithLabels(pool.Model.Value, pool.Region.Value, action, receipt.Action.Reason).Inc(receipt.Moved);
        }
    }
}
