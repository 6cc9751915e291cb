using System.Text;
using SageServe.Hosting;

namespace SageServe.VllmEmulator.Tests;

public sealed class MetricsTests
{
    [Fact]
    public async Task Metrics_count_what_was_served_under_vllms_names()
    {
        await using var replica = await ReplicaUnderTest.Open();
        await replica.Post("/v1/chat/completions", ReplicaUnderTest.Chat("12345678", maxTokens: 5));
        await replica.Stream("/v1/chat/completions", ReplicaUnderTest.Chat("12345678", maxTokens: 5, stream: true));
        var scrape = PrometheusText.Parse(Encoding.UTF8.GetBytes(await replica.Metrics()));
        Assert.Equal(0, scrape.Value("vllm:num_requests_running", ("model_name", ReplicaUnderTest.Model), ("engine", "0")));
        Assert.Equal(0, scrape.Value("vllm:num_requests_waiting"));
        Assert.Equal(0, scrape.Value("vllm:kv_cache_usage_perc"));
        Assert.Equal(10, scrape.Value("vllm:prompt_tokens_total"));
        Assert.Equal(10, scrape.Value("vllm:generation_tokens_total"));
        Assert.Equal(2, scrape.Value("vllm:request_success_total", ("finished_reason", "length")));
        Assert.Equal(2, scrape.Value("vllm:time_to_first_token_seconds_count"));
        Assert.Equal(8, scrape.Value("vllm:inter_token_latency_seconds_count"));
        Assert.Equal(2, scrape.Value("vllm:e2e_request_latency_seconds_count"));
        Assert.Equal(2, scrape.Value("vllm:request_generation_tokens_bucket", ("le", "5.0")));
        Assert.Equal(0, scrape.Value("vllm:request_generation_tokens_bucket", ("le", "2.0")));
        Assert.Equal("500", scrape.All("vllm:cache_config_info").Single().Labels["num_gpu_blocks"]);
    }

    [Fact]
    public async Task Adapters_in_use_are_told_as_vllm_tells_them()
    {
        await using var replica = await ReplicaUnderTest.Open(stepSeconds: 5, adapters: ["lora-1", "lora-2"]);
        Assert.Equal("", await RunningAdapters(replica));
        var call = replica.Post("/v1/chat/completions", ReplicaUnderTest.Chat("12345678", maxTokens: 5, model: "lora-2"));
        await Eventually.True(() => replica.Replica.Adapters.Running == "lora-2", "the adapter is in use");
        Assert.Equal("lora-2", await RunningAdapters(replica));
        await replica.Server.KillAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => call);
    }

    private static async Task<string> RunningAdapters(ReplicaUnderTest replica)
    {
        var sample = PrometheusText.Parse(Encoding.UTF8.GetBytes(await replica.Metrics())).All("vllm:lora_requests_info").Single();
        Assert.Equal("2", sample.Labels["max_lora"]);
        return sample.Labels["running_lora_adapters"];
    }

    [Fact]
    public async Task A_loaded_engine_shows_its_load()
    {
        await using var replica = await ReplicaUnderTest.Open(stepSeconds: 5);
        var calls = Enumerable.Range(0, 3).Select(i => replica.Post("/v1/chat/completions", ReplicaUnderTest.Chat(new string('x', 400 + i), maxTokens: 8))).ToArray();
        await Eventually.True(() => replica.Replica.Loop.Read() is { Running: 1, Waiting: 2 }, "one prefills, two wait");
        var scrape = PrometheusText.Parse(Encoding.UTF8.GetBytes(await replica.Metrics()));
        Assert.Equal(1, scrape.Value("vllm:num_requests_running"));
        Assert.Equal(2, scrape.Value("vllm:num_requests_waiting"));
        Assert.Equal(112 / 8000.0, scrape.Value("vllm:kv_cache_usage_perc"));
        await replica.Server.KillAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Task.WhenAll(calls));
    }

    [Fact]
    public async Task Promtool_finds_nothing_but_the_colon_in_vllms_names()
    {
        var promtool = CommandLineTool.Require("promtool");
        await using var replica = await ReplicaUnderTest.Open();
        await replica.Post("/v1/chat/completions", ReplicaUnderTest.Chat());
        var result = await CommandLineTool.Run(promtool, ["check", "metrics"], await replica.Metrics());
        var findings = (result.Output + result.Errors).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(findings);
        Assert.All(findings, f => Assert.EndsWith("metric names should not contain ':'", f, StringComparison.Ordinal));
    }
}
