using SageServe.EngineModel;

namespace SageServe.VllmEmulator;

/// <summary>Renders <c>/metrics</c> with vLLM V1's names, types and labels; names it replaced stand beside the new ones.</summary>
internal static class VllmExposition
{
    public static byte[] Render(ReplicaSpec spec, EngineReadout read, ReplicaMetrics metrics, AdapterUse adapters)
    {
        var writer = new ExpositionWriter($"model_name=\"{ExpositionWriter.Escape(spec.Model.Id.Value)}\",engine=\"0\"");
        Gauges(writer, spec, read);
        Adapters(writer, adapters);
        Counters(writer, read, metrics);
        Histograms(writer, metrics);
        return writer.ToUtf8();
    }

    private static void Gauges(ExpositionWriter writer, ReplicaSpec spec, EngineReadout read)
    {
        writer.Gauge("vllm:num_requests_running", "Number of requests in model execution batches.", read.Running);
        writer.Gauge("vllm:num_requests_waiting", "Number of requests waiting to be processed.", read.Waiting);
        writer.Gauge("vllm:kv_cache_usage_perc", "KV-cache usage. 1 means 100 percent usage.", read.KvUsage.Value);
        writer.Gauge("vllm:gpu_cache_usage_perc", "KV-cache usage, by its name before vLLM 0.9.", read.KvUsage.Value);
        var blocks = read.KvCapacityTokens / spec.Profile.BlockTokens;
        writer.Info(
            "vllm:cache_config_info",
            "Configuration of the KV cache.",
            $"block_size=\"{spec.Profile.BlockTokens}\",cache_dtype=\"auto\",enable_prefix_caching=\"True\",num_gpu_blocks=\"{blocks}\"");
    }

    private static void Adapters(ExpositionWriter writer, AdapterUse adapters)
    {
        if (adapters.Slots > 0)
        {
            var running = ExpositionWriter.Escape(adapters.Running);
            writer.Family("vllm:lora_requests_info", "gauge", "Running stats on LoRA requests.")
                .Sample("vllm:lora_requests_info", $"max_lora=\"{adapters.Slots}\",running_lora_adapters=\"{running}\",waiting_lora_adapters=\"\"", adapters.ChangedAt);
        }
    }

    private static void Counters(ExpositionWriter writer, EngineReadout read, ReplicaMetrics metrics)
    {
        writer.Counter("vllm:prefix_cache_queries_total", "Prefix cache queries, in queried tokens.", read.PrefixQueriesTokens);
        writer.Counter("vllm:prefix_cache_hits_total", "Prefix cache hits, in cached tokens.", read.PrefixHitsTokens);
        writer.Counter("vllm:num_preemptions_total", "Preemptions by the engine so far.", read.Preemptions);
        writer.Counter("vllm:prompt_tokens_total", "Prefill tokens processed.", read.PromptTokens);
        writer.Counter("vllm:generation_tokens_total", "Generation tokens processed.", read.GenerationTokens);
        writer.Family("vllm:request_success_total", "counter", "Requests processed, by reason of their end.");
        writer.Sample("vllm:request_success_total", "finished_reason=\"stop\"", metrics.Stopped);
        writer.Sample("vllm:request_success_total", "finished_reason=\"length\"", metrics.CutAtLength);
        writer.Sample("vllm:request_success_total", "finished_reason=\"abort\"", metrics.Aborted);
    }

    private static void Histograms(ExpositionWriter writer, ReplicaMetrics metrics)
    {
        writer.Histogram("vllm:time_to_first_token_seconds", "Time to first token.", metrics.TimeToFirstToken);
        writer.Histogram("vllm:inter_token_latency_seconds", "Time between tokens.", metrics.InterToken);
        writer.Histogram("vllm:time_per_output_token_seconds", "Time between tokens, by its older name.", metrics.InterToken);
        writer.Histogram("vllm:e2e_request_latency_seconds", "Whole request.", metrics.EndToEnd);
        writer.Histogram("vllm:request_queue_time_seconds", "Request in the waiting phase.", metrics.Queue);
        writer.Histogram("vllm:request_inference_time_seconds", "Request in the running phase.", metrics.Inference);
        writer.Histogram("vllm:request_prefill_time_seconds", "Request in the prefill phase.", metrics.Prefill);
        writer.Histogram("vllm:request_decode_time_seconds", "Request in the decode phase.", metrics.Decode);
        writer.Histogram("vllm:request_prompt_tokens", "Prefill tokens of a request.", metrics.PromptTokens);
        writer.Histogram("vllm:request_generation_tokens", "Generation tokens of a request.", metrics.GenerationTokens);
        writer.Histogram("vllm:request_params_n", "The n parameter of a request.", metrics.Choices);
    }
}
