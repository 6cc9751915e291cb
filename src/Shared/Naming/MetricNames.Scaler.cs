namespace SageServe.Shared;

/// <summary>The scaler's.</summary>
public static partial class MetricNames
{
    public static readonly MetricName PlanReplicasTarget = new(
        "sageserve_plan_replicas_target", "Replicas that the last plan wants.", PoolLabels.Names);

    public static readonly MetricName PoolTimeToReady = new(
        "sageserve_pool_time_to_ready_seconds", "90 % quantile of what the pool's last starts took from the order to serving, on the planning clock; gone while the catalog's cold start counts.", PoolLabels.Names);

    public static readonly MetricName PlanAge = new(
        "sageserve_plan_age_seconds", "Age of the last accepted plan, on the planning clock.", []);

    public static readonly MetricName PlanSolveDuration = new(
        "sageserve_plan_solve_duration_seconds", "Duration of the last solve.", [LabelNames.Stage]) { Buckets = MetricBuckets.Latency };

    public static readonly MetricName ForecastPromptRate = new(
        "sageserve_forecast_prompt_tokens_per_second", "Peak of the planning window that the plan was made for.", [LabelNames.Model, LabelNames.OriginRegion, LabelNames.Tier]);

    public static readonly MetricName ForecastBand = new(
        "sageserve_forecast_band_prompt_tokens_per_second", "Busiest demand bin of the coming planning window at the shortest lead, by quantile: 0.05, 0.5, 0.95.",
        [LabelNames.Model, LabelNames.OriginRegion, LabelNames.Tier, LabelNames.Quantile]);

    public static readonly MetricName ForecastError = new(
        "sageserve_forecast_error_ratio", "Rolling weighted absolute percentage error of the chosen forecaster.", [LabelNames.Model, LabelNames.OriginRegion, LabelNames.Tier]);

    public static readonly MetricName ForecastOverLastValue = new(
        "sageserve_forecast_error_over_last_value_ratio", "Rolling error of the forecast over that of the last value; above one the last value does better.", [LabelNames.Model, LabelNames.OriginRegion, LabelNames.Tier]);

    public static readonly MetricName ForecastCoverage = new(
        "sageserve_forecast_coverage_ratio", "Rolling share of what came that lay within the forecast's 90 % band.", [LabelNames.Model, LabelNames.OriginRegion, LabelNames.Tier]);

    public static readonly MetricName ForecastFallsBack = new(
        "sageserve_forecast_falls_back", "1 while the last value does clearly better: pools of the model may follow their load instead of the plan.", [LabelNames.Model, LabelNames.OriginRegion, LabelNames.Tier]);

    public static readonly MetricName ScaleActions = new(
        "sageserve_scale_actions_total", "Replicas started, stopped or otherwise moved.", [LabelNames.Model, LabelNames.Region, LabelNames.Action, LabelNames.Reason]);

    public static readonly MetricName ScalerFrozen = new(
        "sageserve_scaler_frozen", "1 while scale-in is frozen because facts are missing or stale.", []);

    public static readonly MetricName ScalerGuardrails = new(
        "sageserve_scaler_guardrails_total", "Wishes that a guardrail changed, by the guardrail: frozen, paused, bounds, budget, cool-down, step-limit, drain-share, flapping and others.", [LabelNames.Reason]);

    public static readonly MetricName DryRun = new(
        "sageserve_scaler_dry_run", "1 while the scaler advises and touches nothing.", []);

    public static readonly MetricName ScalerWanted = new(
        "sageserve_scaler_wanted_replicas", "Replicas that a pool is to have, as told to other actuators; gone while the fleet cannot be read.", PoolLabels.Names);

    public static readonly MetricName ScalerLeads = new(
        "sageserve_scaler_leads", "1 while this process has the role: pacing (moves its region's replicas) or planning (for all regions); 0 while another has it.", [LabelNames.Role]);

    public static readonly MetricName ScalerTicks = new(
        "sageserve_scaler_ticks_total", "Ticks of the planning clock; outcome done, or failed, which changed nothing and is tried again.", [LabelNames.Outcome]);

    public static readonly MetricName ScalerReplicas = new(
        "sageserve_scaler_replicas", "Replicas that the last tick saw, by phase; gone while they cannot be listed.", PoolLabels.And(LabelNames.Phase));

    public static readonly MetricName ScalerGpus = new(
        "sageserve_scaler_gpus", "GPUs that replicas held when the last tick looked, draining ones too; of a co-resident group under the group's name, without a model.", [LabelNames.Model, LabelNames.Region, LabelNames.Accelerator, LabelNames.CapacityType, LabelNames.Group]);

    public static readonly MetricName ScalerUsdPerHour = new(
        "sageserve_scaler_usd_per_hour", "What these GPUs cost in an hour, at the catalog's prices.", [LabelNames.Model, LabelNames.Region, LabelNames.Accelerator, LabelNames.CapacityType, LabelNames.Group]);

    public static readonly MetricName ScalerGroupUnits = new(
        "sageserve_scaler_group_units", "Units of a co-resident group that the last tick saw: awake, asleep, loading or leaving; gone while they cannot be listed.", [LabelNames.Group, LabelNames.State]);

    public static readonly MetricName ScalerGroupAwake = new(
        "sageserve_scaler_group_awake", "Engines of a member of a co-resident group that serve, as the last tick saw them.", [LabelNames.Group, LabelNames.Model, LabelNames.Revision]);

    public static readonly MetricName ScalerReceipts = new(
        "sageserve_scaler_receipts_total", "Moves whose time is over, by what they turned out to be and by fate: carried-out, advised or failed.", [LabelNames.Verdict, LabelNames.Fate]);

    public static readonly MetricName ScalerReceiptsUsd = new(
        "sageserve_scaler_receipts_usd_total", "US dollars of these moves by effect: spent by starts, wasted by them, saved by stops; for advice: would have been.", [LabelNames.Effect, LabelNames.Fate]);

    public static readonly MetricName ScalerReceiptsOpen = new(
        "sageserve_scaler_receipts_open", "Moves, carried out or advised, whose time is not over.", []);

    public static readonly MetricName ScalerActionsRefused = new(
        "sageserve_scale_actions_refused_total", "Actions that were decided and moved nothing: they could not be carried out, or were only advised in a dry run.", [LabelNames.Model, LabelNames.Region, LabelNames.Action]);
}
