namespace SageServe.Cli;

/// <summary>What the figures of a run mean, said beside them.</summary>
internal static class RunFootnotes
{
    public static readonly IReadOnlyList<string> OfLoad =
    [
        "Latencies are in seconds of request time and count from the scheduled arrival (open loop); what the client itself added stands under load.client_lag_seconds.",
        "ttft_seconds: first token of streams. tbt_seconds: each stream's mean time between tokens. e2e_seconds: completed requests. Percentiles are exact (nearest rank).",
        "requests.failed counts refusals (429, 503), errors before the first token and broken streams. cut_off are requests that this client ended because the run was over; they are neither completed nor failed.",
        "requests.retried: the gateway tried more than one replica or region before the first byte (x-sageserve-attempts above 1); a peer region that refuses because it is full is no try.",
        "slo_attainment: requests that met their tier's target over requests sent; refusals and failures are misses. Streams are judged by TTFT, other interactive calls by TTFT target + tokens x TBT target, patient work by its completion window. The TTFT target is max(fixed, factor x unloaded prefill of the prompt); slo_attainment_fixed_target uses the fixed part alone. Requests cut off before their target had passed are left out.",
    ];

    public static readonly IReadOnlyList<string> OfUp =
    [
        .. OfLoad,
        "gpu_hours: GPUs of every replica from its allocation to its release, cold start included, within the load's span, in envelope hours.",
        "gpu_hours_static_peak: the same span with each pool kept at the largest number of replicas that it had at any moment of this run.",
        "gpu_hours_reactive_simulated: the simulator runs the same routing and engine model with the paper's Reactive strategy on the arrivals recorded in this run (batch lines as patient work), on the same envelope clock and from the same initial fleet.",
        "scaling.actions: what the scaler did and why; moves after the load's end are left out, times are envelope times. batch.completed counts whole batches.",
    ];
}
