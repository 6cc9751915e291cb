using System.Collections.Immutable;
using Prometheus;

namespace SageServe.Scaler;

/// <summary>Every instrument of the scaler.</summary>
internal sealed class ScalerMetrics
{
    private readonly RoundGauge _target = new(Instruments.Gauge(MetricNames.PlanReplicasTarget));
    private readonly RoundGauge _ready = new(Instruments.Gauge(MetricNames.PoolTimeToReady));
    private readonly Gauge _planAge = Instruments.Gauge(MetricNames.PlanAge);
    private readonly Histogram _solve = Instruments.Histogram(MetricNames.PlanSolveDuration);
    private readonly RoundGauge _forecast = new(Instruments.Gauge(MetricNames.ForecastPromptRate));
    private readonly RoundGauge _error = new(Instruments.Gauge(MetricNames.ForecastError));
    private readonly RoundGauge _overLast = new(Instruments.Gauge(MetricNames.ForecastOverLastValue));
    private readonly RoundGauge _coverage = new(Instruments.Gauge(MetricNames.ForecastCoverage));
    private readonly RoundGauge _fallsBack = new(Instruments.Gauge(MetricNames.ForecastFallsBack));
    private readonly RoundGauge _replicas = new(Instruments.Gauge(MetricNames.ScalerReplicas));
    private readonly RoundGauge _band = new(Instruments.Gauge(MetricNames.ForecastBand));
    private readonly RoundGauge _gpus = new(Instruments.Gauge(MetricNames.ScalerGpus));
    private readonly RoundGauge _usdPerHour = new(Instruments.Gauge(MetricNames.ScalerUsdPerHour));
    private readonly RoundGauge _units = new(Instruments.Gauge(MetricNames.ScalerGroupUnits));
    private readonly RoundGauge _awake = new(Instruments.Gauge(MetricNames.ScalerGroupAwake));
    private readonly Counter _ticks = Instruments.Counter(MetricNames.ScalerTicks);
    private readonly Counter _refused = Instruments.Counter(MetricNames.ScalerActionsRefused);
    private readonly LabelCap _reasons = new(100);
    private readonly Counter _actions = Instruments.Counter(MetricNames.ScaleActions);
    private readonly Counter _guardrails = Instruments.Counter(MetricNames.ScalerGuardrails);
    private readonly Gauge _frozen = Instruments.Gauge(MetricNames.ScalerFrozen);
    private readonly RoundGauge _wanted = new(Instruments.Gauge(MetricNames.ScalerWanted));
    private readonly Gauge _leads = Instruments.Gauge(MetricNames.ScalerLeads);
    private readonly Gauge _dryRun = Instruments.Gauge(MetricNames.DryRun);

    private readonly Counter _receipts = Instruments.Counter(MetricNames.ScalerReceipts);
    private readonly Counter _usd = Instruments.Counter(MetricNames.ScalerReceiptsUsd);
    private readonly Gauge _open = Instruments.Gauge(MetricNames.ScalerReceiptsOpen);

    /// <summary>Of the actuator for Kubernetes; without series where there is no cluster.</summary>
    public ClusterMetrics Cluster { get; } = new();

    public void Start(bool dryRun) => _dryRun.Set(dryRun ? 1 : 0);

    public void Wanted(ImmutableArray<WantedReplicas> pools)
    {
        foreach (var pool in pools)
        {
            _wanted.Set(PoolLabels.Values(pool.Pool), pool.Wanted);
        }

        _wanted.EndRound();
    }

    public void Leads(bool paces, bool plans)
    {
        _leads.WithLabels("pacing").Set(paces ? 1 : 0);
        _leads.WithLabels("planning").Set(plans ? 1 : 0);
    }

    /// <param name="frozen">Scale-in is frozen.</param>
    /// <param name="planAge">Null without a plan.</param>
    /// <param name="pools">What the tick saw; null when replicas could not be listed.</param>
    public void Tick(bool frozen, TimeSpan? planAge, ImmutableArray<PoolFacts>? pools)
    {
        _ticks.WithLabels("done").Inc();
        foreach (var pool in pools ?? [])
        {
            _replicas.Set(PoolLabels.Values(pool.Pool, "ready"), pool.Ready);
            _replicas.Set(PoolLabels.Values(pool.Pool, "starting"), pool.Starting);
            _replicas.Set(PoolLabels.Values(pool.Pool, "draining"), pool.Draining);
        }

        _replicas.EndRound();
        _frozen.Set(frozen ? 1 : 0);
        if (planAge is { } age)
        {
            _planAge.Set(age.TotalSeconds);
        }
    }

    /// <summary>What is paid for; a holder that is not told any more is gone.</summary>
    public void Held(ImmutableArray<HeldCapacity> held)
    {
        foreach (var one in held)
        {
            _gpus.Set(one.Labels, one.Gpus);
            _usdPerHour.Set(one.Labels, one.UsdPerHour);
        }

        _gpus.EndRound();
        _usdPerHour.EndRound();
    }

    /// <summary>Co-resident groups as the tick saw them; one that is not told any more is gone.</summary>
    public void Groups(ImmutableArray<GroupStanding> groups)
    {
        foreach (var group in groups)
        {
            _units.Set([group.Group, "awake"], group.Awake);
            _units.Set([group.Group, "asleep"], group.Asleep);
            _units.Set([group.Group, "loading"], group.Loading);
            _units.Set([group.Group, "leaving"], group.Leaving);
            foreach (var member in group.Members)
            {
                _awake.Set([group.Group, member.Pool.Model.Value, member.Pool.Revision], member.Ready);
            }
        }

        _units.EndRound();
        _awake.EndRound();
    }

    /// <summary>Counts each wish that a guardrail changed.</summary>
    public void Guarded(ImmutableArray<DecisionStep> steps)
    {
        foreach (var step in steps)
        {
            if (step.Stage == "guardrail")
            {
                _guardrails.WithLabels(_reasons.Of(step.Reason)).Inc();
            }
        }
    }

    public void TickFailed() => _ticks.WithLabels("failed").Inc();

    public void Planned(PlanDocument plan, TimeSpan duration)
    {
        _solve.WithLabels("plan").Observe(duration.TotalSeconds);
        foreach (var target in plan.Targets)
        {
            _target.Set(PoolLabels.Values(target.Pool), target.Target);
            if (target.ReadySeconds is { } seconds)
            {
                _ready.Set(PoolLabels.Values(target.Pool), seconds);
            }
        }

        Forecast(plan.Forecasts);
        _target.EndRound();
        _ready.EndRound();
    }

    /// <summary>A value that is not known yet is absent, never zero.</summary>
    private void Forecast(ImmutableArray<SeriesForecast> forecasts)
    {
        foreach (var forecast in forecasts)
        {
            string[] labels = [forecast.Series.Model.Value, forecast.Series.Origin.Value, forecast.Series.Tier.WireName()];
            _forecast.Set(labels, forecast.Peak);
            _fallsBack.Set(labels, forecast.FallsBack ? 1 : 0);
            if (!forecast.Windows.IsEmpty)
            {
                var peak = forecast.Windows[0].Peak;
                _band.Set([.. labels, "0.05"], peak.Q05);
                _band.Set([.. labels, "0.5"], peak.Q50);
                _band.Set([.. labels, "0.95"], peak.Q95);
            }

            Set(_error, labels, forecast.ErrorRatio);
            Set(_overLast, labels, forecast.ErrorOverLastValue);
            Set(_coverage, labels, forecast.Coverage90);
        }

        foreach (var gauge in (RoundGauge[])[_forecast, _band, _fallsBack, _error, _overLast, _coverage])
        {
            gauge.EndRound();
        }
    }

    private static void Set(RoundGauge gauge, string[] labels, double? value)
    {
        if (value is { } known)
        {
            gauge.Set(labels, known);
        }
    }

    public void Open(int receipts) => _open.Set(receipts);

    /// <summary>Counts a receipt whose time is over.</summary>
    public void Closed(MoveReceipt receipt)
    {
        var fate = receipt.Fate switch { MoveFate.CarriedOut => "carried-out", MoveFate.Advised => "advised", _ => "failed" };
        var (actual, isStart) = (receipt.Actual!, receipt.Kind.Grows());
        _receipts.WithLabels(receipt.Verdict!, fate).Inc();
        _usd.WithLabels(isStart ? "wasted" : "saved", fate).Inc(actual.UnusedUsd ?? 0);
        if (isStart)
        {
            _usd.WithLabels("spent", fate).Inc(actual.Usd);
        }
    }

    /// <summary>Counts what moved, not what was asked.</summary>
    public void Acted(ActionReceipt receipt)
    {
        var pool = receipt.Action.Pool;
        var action = receipt.Action.Kind.WireName();
        if (receipt.Applied)
        {
            _actions.WithLabels(pool.Model.Value, pool.Region.Value, action, _reasons.Of(receipt.Action.Reason)).Inc(receipt.Moved);
        }
        else
        {
            _refused.WithLabels(pool.Model.Value, pool.Region.Value, action).Inc();
        }
    }
}
