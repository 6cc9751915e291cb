using System.Text;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

public sealed class EngineMetricsTests
{
    [Theory]
    [InlineData("vllm:kv_cache_usage_perc")]
    [InlineData("vllm:gpu_cache_usage_perc")]
    public void Old_and_new_names_are_read(string usage)
    {
        var reading = Read($$"""
            vllm:num_requests_running{model_name="m"} 3
            vllm:num_requests_waiting{model_name="m"} 2
            {{usage}}{model_name="m"} 0.5
            vllm:cache_config_info{block_size="16",num_gpu_blocks="100"} 1

            """);

        Assert.Equal(new ReplicaReading(Instant.Min, 3, 2, 0.5, 1600), reading);
    }

    [Fact]
    public void The_latest_word_on_adapters_counts()
    {
        var reading = Read("""
            vllm:kv_cache_usage_perc 0.5
            vllm:lora_requests_info{max_lora="4",running_lora_adapters="a",waiting_lora_adapters=""} 1700000001.5
            vllm:lora_requests_info{max_lora="4",running_lora_adapters="b, c",waiting_lora_adapters="c,d"} 1700000009.5
            vllm:lora_requests_info{max_lora="4",running_lora_adapters="",waiting_lora_adapters=""} 1700000003.5

            """);

        Assert.Equal(["b", "c", "d"], reading!.Adapters);
        Assert.Equal(4, reading.AdapterSlots);
    }

    [Fact]
    public void Engines_behind_one_port_are_summed_and_the_fullest_decides()
    {
        var reading = Read("""
            vllm:num_requests_running{engine="0"} 3
            vllm:num_requests_running{engine="1"} 4
            vllm:num_requests_waiting{engine="0"} 0
            vllm:kv_cache_usage_perc{engine="0"} 0.1
            vllm:kv_cache_usage_perc{engine="1"} 0.9

            """);

        Assert.Equal(new ReplicaReading(Instant.Min, 7, 0, 0.9, null), reading);
    }

    [Fact]
    public void A_page_without_vLLMs_figures_is_no_reading()
    {
        Assert.Null(Read("up 1\n"));
    }

    private static ReplicaReading? Read(string text) => EngineMetrics.Read(PrometheusText.Parse(Encoding.UTF8.GetBytes(text)), Instant.Min);
}
