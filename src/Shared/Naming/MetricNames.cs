namespace SageServe.Shared;

/// <summary>Every metric the product publishes, once. Seconds and tokens; <c>_total</c> on counters only.</summary>
public static partial class MetricNames
{
    // Gateway: requests.
    public static readonly MetricName Requests = new(
        "sageserve_requests_total", "Requests that ended, by outcome.", [LabelNames.Model, LabelNames.Tier, LabelNames.OriginRegion, LabelNames.Region, LabelNames.Outcome]);

    public static readonly MetricName RequestsInFlight = new(
        "sageserve_requests_in_flight", "Requests between arrival and end.", [LabelNames.Model, LabelNames.Tier]);

    public static readonly MetricName Ttft = new(
        "sageserve_request_ttft_seconds", "Arrival at the gateway to the first token sent to the client.", [LabelNames.Model, LabelNames.Tier]) { Buckets = MetricBuckets.Latency };

    public static readonly MetricName Tbt = new(
        "sageserve_request_tbt_seconds", "Mean time between tokens of a request.", [LabelNames.Model, LabelNames.Tier]) { Buckets = MetricBuckets.TokenGap };

    public static readonly MetricName RequestDuration = new(
        "sageserve_request_duration_seconds", "Arrival to the last byte.", [LabelNames.Model, LabelNames.Tier]) { Buckets = MetricBuckets.Latency };

    public static readonly MetricName HoldDuration = new(
        "sageserve_hold_duration_seconds", "Time that held requests waited at the gateway.", [LabelNames.Model, LabelNames.Tier]) { Buckets = MetricBuckets.Latency };

    public static readonly MetricName GatewayOverhead = new(
        "sageserve_gateway_overhead_seconds", "Time a request spent in the gateway itself before it was forwarded, holds excluded.", [LabelNames.Model])
        { Buckets = [0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1] };

    public static readonly MetricName SloRequests = new(
        "sageserve_slo_requests_total", "Requests counted for SLO attainment; outcome met, missed, or left by a client before the target had passed.", [LabelNames.Model, LabelNames.Tier, LabelNames.OriginRegion, LabelNames.Outcome]);

    public static readonly MetricName SloObjective = new(
        "sageserve_slo_objective_ratio", "Share of a tier's requests that is to meet its target, as the catalog has it.", [LabelNames.Tier]);

    public static readonly MetricName PromptTokens = new(
        "sageserve_prompt_tokens_total", "Prompt tokens of requests that ended.", [LabelNames.Model, LabelNames.Tier]);

    public static readonly MetricName OutputTokens = new(
        "sageserve_output_tokens_total", "Output tokens of requests that ended.", [LabelNames.Model, LabelNames.Tier]);

    public static readonly MetricName PromptEstimateError = new(
        "sageserve_prompt_estimate_error_ratio", "Mean distance between the estimated prompt tokens and what engines counted, as a share of the count.", [LabelNames.Model]);

    // Configuration of any process.
    public static readonly MetricName ConfigReloads = new(
        "sageserve_config_reloads_total", "Changed configuration or catalog files that were taken.", []);

    public static readonly MetricName ConfigReloadFailures = new(
        "sageserve_config_reload_failures_total", "Changed configuration or catalog files that cannot be used; what counted before counts on.", []);

    public static readonly MetricName ConfigVersion = new(
        "sageserve_config_version", "Configuration in force: 1 at start, one more with each reload that was taken.", []);

    public static readonly MetricName ConfigRefused = new(
        "sageserve_config_refused", "1 while the files as they are cannot be used and what counted before counts on.", []);

    public static readonly MetricName ConfigNeedsRestart = new(
        "sageserve_config_needs_restart", "Changed values that take effect only after a restart.", []);

    // Gateway: decisions.
    public static readonly MetricName RouteDecisions = new(
        "sageserve_route_decisions_total", "Effects of the routing state machine, with each of their reasons.", [LabelNames.Model, LabelNames.Decision, LabelNames.Reason]);

    public static readonly MetricName Retries = new(
        "sageserve_retries_total", "Attempts after a failed one, made before any byte reached the client; a peer's refusal for lack of room is none.", [LabelNames.Model]);

    public static readonly MetricName PeerRefusals = new(
        "sageserve_peer_refusals_total", "Relayed requests that the peer refused for lack of room, by its region; the request went on elsewhere.", [LabelNames.Model, LabelNames.Region]);

    public static readonly MetricName Held = new(
        "sageserve_held_requests", "Requests that wait at the gateway.", [LabelNames.Model, LabelNames.Tier]);

    public static readonly MetricName OutstandingWork = new(
        "sageserve_outstanding_work_seconds", "Replica seconds of work sent and not finished.", [LabelNames.Model, LabelNames.Replica]);

    // Gateway: fleet, pool by pool.
    public static readonly MetricName FleetReplicas = new(
        "sageserve_fleet_replicas", "Replicas that this gateway knows, by phase.", PoolLabels.And(LabelNames.Phase));

    public static readonly MetricName FleetKvUtilization = new(
        "sageserve_fleet_kv_utilization_ratio", "KV tokens in use over KV tokens that fit, live replicas of the pool.", PoolLabels.Names);

    public static readonly MetricName FleetPressure = new(
        "sageserve_fleet_pressure_ratio", "Largest of KV use, outstanding prefill and running sequences over their limits, replicas that may serve the pool's tier.", PoolLabels.Names);

    public static readonly MetricName FleetMetricsAge = new(
        "sageserve_fleet_metrics_age_seconds", "Age of the oldest engine reading of a ready replica of the pool.", PoolLabels.Names);

    // Gateway: what runs and waits at each pool. Several gateways: a replica is busy when any of them says so; requests are added up.
    public static readonly MetricName ReplicaInteractive = new(
        "sageserve_replica_interactive_requests", "Interactive requests that this gateway has at a ready replica.", PoolLabels.And(LabelNames.Replica));

    public static readonly MetricName PoolPatientWaiting = new(
        "sageserve_pool_patient_waiting_requests", "Patient requests of this gateway at the pool's replicas that have no token yet.", PoolLabels.Names);

    public static readonly MetricName PoolPatientPrompt = new(
        "sageserve_pool_patient_prompt_tokens", "Prompt tokens of this gateway's patient requests at the pool's replicas that have no token yet.", PoolLabels.Names);

    public static readonly MetricName PoolPatientOutput = new(
        "sageserve_pool_patient_output_tokens", "Output tokens that this gateway's patient requests at the pool's replicas have still to get, as far as expected.", PoolLabels.Names);

    // Gateway: the deferred queue as each pool kept for patient work sees it; zero at other pools, NaN while the store is away. Gateways on
    // one store tell the same queue: the largest counts; different stores are added up.
    public static readonly MetricName PoolDeferredWaiting = new(
        "sageserve_pool_deferred_waiting_requests", "Requests in the deferred queue that nobody runs, for a pool kept for patient work.", PoolLabels.And(LabelNames.Store));

    public static readonly MetricName PoolDeferredPrompt = new(
        "sageserve_pool_deferred_prompt_tokens", "Prompt tokens of those.", PoolLabels.And(LabelNames.Store));

    public static readonly MetricName PoolDeferredOutput = new(
        "sageserve_pool_deferred_output_tokens", "Expected output tokens of those.", PoolLabels.And(LabelNames.Store));

    // Gateway: the same queue by when it is due. Every gateway that knows it tells all of it: the largest of each store counts.
    public static readonly MetricName BacklogDuePrompt = new(
        "sageserve_deferred_due_prompt_tokens", "Prompt tokens of patient work that nobody runs and that is due within this time, overdue included.", [LabelNames.Model, LabelNames.Region, LabelNames.Store, LabelNames.Within]);

    public static readonly MetricName BacklogDueWork = new(
        "sageserve_deferred_due_work_seconds", "Replica seconds of it.", [LabelNames.Model, LabelNames.Region, LabelNames.Store, LabelNames.Within]);

    public static readonly MetricName BacklogReplicasDue = new(
        "sageserve_deferred_due_replicas", "Replicas in full use that it needs from now on to meet its deadlines: the largest, over deadlines, of work due by then over time left.", [LabelNames.Model, LabelNames.Region, LabelNames.Store]);

    // Gateway: demand, per bin of the demand clock; the last complete bin, replaced when the next completes.
    public static readonly MetricName DemandBinStart = new(
        "sageserve_demand_bin_start_timestamp_seconds", "Start of the last complete demand bin, on the demand clock.", []);

    public static readonly MetricName DemandBinLength = new(
        "sageserve_demand_bin_length_seconds", "Length of a demand bin, on the demand clock.", []);

    public static readonly MetricName DemandPromptRate = new(
        "sageserve_demand_bin_prompt_tokens_per_second", "Offered prompt tokens a second in the last complete bin, refused and held included.", [LabelNames.Model, LabelNames.OriginRegion, LabelNames.Tier]);

    public static readonly MetricName DemandOutputRate = new(
        "sageserve_demand_bin_output_tokens_per_second", "Offered output tokens a second in the last complete bin (expected at arrival).", [LabelNames.Model, LabelNames.OriginRegion, LabelNames.Tier]);

    public static readonly MetricName DemandRequestRate = new(
        "sageserve_demand_bin_requests_per_second", "Offered requests a second in the last complete bin.", [LabelNames.Model, LabelNames.OriginRegion, LabelNames.Tier]);

    public static readonly MetricName ReplicasUnhealthy = new(
        "sageserve_replicas_unhealthy", "Replicas that get nothing new because they fail their health checks.", []);

    // Gateway: others of its region.
    public static readonly MetricName SiblingsLive = new(
        "sageserve_gateways_live", "Live gateways of the region as this one knows it, itself included.", []);

    public static readonly MetricName BoundDividedBy = new(
        "sageserve_bound_divided_by", "Gateways by which this one divides each replica's bound; 0 while it has no share.", []);

    public static readonly MetricName SiblingsCut = new(
        "sageserve_gateways_cut", "1 while the registry of the region's gateways cannot be reached and the last known number holds.", []);

    public static readonly MetricName SiblingPromptTokens = new(
        "sageserve_sibling_prompt_tokens", "Prompt tokens that the region's other gateways have at replicas before their first token, by their last words.", []);

    public static readonly MetricName EngineScrapes = new(
        "sageserve_engine_scrapes_total", "Readings of engines' metrics that were tried; kind own, or stand-in for a gateway whose readings grew old.", [LabelNames.Kind]);

    // Gateway: keys and their limits.
    public static readonly MetricName QuotaRefused = new(
        "sageserve_quota_refused_total", "Requests refused for a key's own limit: requests, tokens, money or concurrent.", [LabelNames.Tenant, LabelNames.Limit]);

    public static readonly MetricName QuotaCut = new(
        "sageserve_quota_cut", "1 while the shared limits cannot be reached and this gateway grants its share of each limit by itself.", []);

    public static readonly MetricName QuotaSyncFailures = new(
        "sageserve_quota_sync_failures_total", "Reports to the shared limits that failed.", []);

    public static readonly MetricName UsageRequests = new(
        "sageserve_usage_requests_total", "Requests that ended, by who pays.", [LabelNames.Tenant, LabelNames.Model, LabelNames.Tier]);

    public static readonly MetricName UsageTokens = new(
        "sageserve_usage_tokens_total", "Tokens by who pays; kind prompt or output.", [LabelNames.Tenant, LabelNames.Model, LabelNames.Tier, LabelNames.Kind]);

    public static readonly MetricName UsageUsd = new(
        "sageserve_usage_usd_total", "Money by who pays.", [LabelNames.Tenant, LabelNames.Model, LabelNames.Tier]);

    // Gateway: patient work.
    public static readonly MetricName DeferredQueueLength = new(
        "sageserve_deferred_queue_length", "Items that wait in the deferred queue.", [LabelNames.Model]);

    public static readonly MetricName DeferredOldestAge = new(
        "sageserve_deferred_oldest_age_seconds", "Age of the oldest waiting item.", [LabelNames.Model]);

    public static readonly MetricName DeferredReleased = new(
        "sageserve_deferred_released_total", "Items released to replicas, by reason.", [LabelNames.Model, LabelNames.Reason]);

    public static readonly MetricName BatchLines = new(
        "sageserve_batch_lines_total", "Batch lines that ended; outcome completed, failed, expired or cancelled.", [LabelNames.Model, LabelNames.Outcome]);

    public static readonly MetricName BatchResultsDiscarded = new(
        "sageserve_batch_results_discarded_total", "Results of batch lines that had one already, or whose batch had ended: work done twice.", [LabelNames.Model]);
}
