namespace SageServe.Shared;

public static partial class MetricNames
{
    // Gateway: patient work as operators and its owners see it. What concerns the whole lane is counted by the gateway that pumps it.
    public static readonly MetricName DeferredSlack = new(
        "sageserve_deferred_slack_seconds", "Deadline minus expected end (p90) of each batch or tenant's held calls in the queue, looked at every five seconds.", [LabelNames.Model]) { Buckets = MetricBuckets.Slack };

    public static readonly MetricName DeferredEarliestDeadline = new(
        "sageserve_deferred_earliest_deadline_seconds", "Time until the earliest deadline in the deferred queue; negative when it has passed.", [LabelNames.Model]);

    public static readonly MetricName DeferredDecisions = new(
        "sageserve_deferred_decisions_total", "Decisions of the release rule while work waited, by reason, those too that let nothing go.", [LabelNames.Model, LabelNames.Reason]);

    public static readonly MetricName DeferredLeasesLost = new(
        "sageserve_deferred_leases_lost_total", "Leases of patient work that ran out: their gateway died or hung.", [LabelNames.Model]);

    public static readonly MetricName DeferredRetries = new(
        "sageserve_deferred_retries_total", "Attempts at patient work that failed and will be made again.", [LabelNames.Model]);

    public static readonly MetricName DeferredLostTokens = new(
        "sageserve_deferred_lost_output_tokens_total",
        "Output tokens of patient work that gave way to interactive work, and will be made again; guessed where answers don't stream.", [LabelNames.Model]);

    public static readonly MetricName DeferredPaused = new(
        "sageserve_deferred_paused", "1 while an operator has stopped the release of patient work.", []);

    public static readonly MetricName DeferredPace = new(
        "sageserve_deferred_pace_ratio", "Share of the reckoned headroom that patient work gets, as learnt; may exceed 1.", [LabelNames.Model]);

    public static readonly MetricName BatchEta = new(
        "sageserve_batch_eta_total", "Completed batches by the first time told that they kept: by-p50, by-p90 or later.", [LabelNames.Model, LabelNames.Outcome]);

    public static readonly MetricName BatchEtaError = new(
        "sageserve_batch_eta_error_seconds", "Distance of a completed batch's end from the p50 that was told first.", [LabelNames.Model]) { Buckets = MetricBuckets.PatientWait };
}
