namespace SageServe.Shared;

/// <summary>The gateway's: what clients sent and got.</summary>
public static partial class MetricNames
{
    public static readonly MetricName ApiErrors = new(
        "sageserve_api_errors_total", "Errors that the gateway answered by itself, by OpenAI's error code and HTTP status.", [LabelNames.Code, LabelNames.Status]);

    public static readonly MetricName ClientRetries = new(
        "sageserve_client_retries_total", "Requests that their SDK calls a repeated one (x-stainless-retry-count above 0).", [LabelNames.Model, LabelNames.Tier]);

    public static readonly MetricName RelayedRequests = new(
        "sageserve_relayed_requests_total", "Requests that a peer gateway sent here and that ended here; they are in no other figure of requests.",
        [LabelNames.Model, LabelNames.OriginRegion, LabelNames.Outcome]);

    public static readonly MetricName RequestPromptTokens = new(
        "sageserve_request_prompt_tokens", "Prompt tokens of a request that ended, as the engine counted them where it told.", [LabelNames.Model, LabelNames.Tier])
        { Buckets = MetricBuckets.Tokens };

    public static readonly MetricName RequestOutputTokens = new(
        "sageserve_request_output_tokens", "Output tokens of a request that completed.", [LabelNames.Model, LabelNames.Tier]) { Buckets = MetricBuckets.Tokens };

    public static readonly MetricName GoodputTokens = new(
        "sageserve_goodput_tokens_total", "Output tokens of requests that met their target.", [LabelNames.Model, LabelNames.Tier]);

    public static readonly MetricName DeferredWait = new(
        "sageserve_deferred_wait_seconds", "Time from the entry into the deferred queue to a release; what is given back and released again counts again.", [LabelNames.Model])
        { Buckets = MetricBuckets.PatientWait };

    public static readonly MetricName UsageGpuSeconds = new(
        "sageserve_usage_gpu_seconds_total", "GPU time by who pays, as the profiles reckon it.", [LabelNames.Tenant, LabelNames.Model, LabelNames.Tier]);
}
