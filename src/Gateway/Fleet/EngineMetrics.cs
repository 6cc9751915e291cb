using System.Collections.Immutable;
using System.Globalization;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Reads vLLM's metrics under their present and their former names; several engines behind one port are summed.</summary>
internal static class EngineMetrics
{
    /// <summary>Null when the text holds no vLLM figures.</summary>
    public static ReplicaReading? Read(PrometheusScrape scrape, Instant at)
    {
        var usage = Largest(scrape, "vllm:kv_cache_usage_perc") ?? Largest(scrape, "vllm:gpu_cache_usage_perc");
        return usage is null
            ? null
            : new ReplicaReading(
                at, Count(scrape.Sum("vllm:num_requests_running")), Count(scrape.Sum("vllm:num_requests_waiting")), usage.Value, Capacity(scrape))
            {
                TokensDone = TokensDone(scrape),
                Adapters = Adapters(scrape, out var slots),
                AdapterSlots = slots,
            };
    }

    private static double? TokensDone(PrometheusScrape scrape)
    {
        var done = scrape.Sum("vllm:prompt_tokens_total") + scrape.Sum("vllm:generation_tokens_total");
        return double.IsFinite(done) && done > 0 ? done : null;
    }

    // The fullest engine decides: an average would hide the one that preempts.
    private static double? Largest(PrometheusScrape scrape, string name)
    {
        double? largest = null;
        foreach (var sample in scrape.All(name))
        {
            largest = Math.Max(largest ?? 0, double.IsNaN(sample.Value) ? 1 : sample.Value);
        }

        return largest;
    }

    private static long? Capacity(PrometheusScrape scrape)
    {
        long total = 0;
        foreach (var sample in scrape.All("vllm:cache_config_info"))
        {
            if (Label(sample, "num_gpu_blocks") is { } blocks && Label(sample, "block_size") is { } size)
            {
                total += blocks * size;
            }
        }

        return total > 0 ? total : null;
    }

    // Each set of adapters is a series of its own, and the old ones stay; the value is the time when it was last so.
    private static ImmutableArray<string> Adapters(PrometheusScrape scrape, out int slots)
    {
        PrometheusSample? latest = null;
        foreach (var sample in scrape.All("vllm:lora_requests_info"))
        {
            latest = latest is null || sample.Value >= latest.Value.Value ? sample : latest;
        }

        slots = latest is { } at ? (int)(Label(at, "max_lora") ?? 0) : 0;
        return latest is not { } now ? [] : [.. Names(now, "running_lora_adapters").Concat(Names(now, "waiting_lora_adapters")).Distinct()];
    }

    private static string[] Names(PrometheusSample sample, string label) =>
        sample.Labels.TryGetValue(label, out var text) ? text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];

    private static long? Label(PrometheusSample sample, string name) =>
        sample.Labels.TryGetValue(name, out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static int Count(double value) => double.IsFinite(value) ? (int)Math.Clamp(value, 0, int.MaxValue) : 0;
}
