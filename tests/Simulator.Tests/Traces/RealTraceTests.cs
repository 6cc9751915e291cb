namespace SageServe.Simulator.Tests;

/// <summary>The published files, against row counts and sums that were computed apart from this code.</summary>
public sealed class RealTraceTests
{
    [Theory]
    [InlineData("azure-llm-2023/AzureLLMInferenceTrace_conv.csv.gz", "azure", 19_366, 22_361_870, 4_088_665, 3501.72)]
    [InlineData("azure-llm-2023/AzureLLMInferenceTrace_code.csv.gz", "azure", 8_819, 18_059_974, 245_896, 3435.95)]
    [InlineData("sageserve/authors_format_trace_2h.csv.gz", "sageserve-csv", 23_027, 132_618_072, 3_653_855, 7199.708)]
    [InlineData("mooncake/synthetic_trace.jsonl.gz", "mooncake", 3_993, 61_194_628, 595_432, 1022.025)]
    [InlineData("vidur/arxiv_summarization_stats_llama2_tokenizer_filtered_v2.csv.gz", "lengths", 28_257, 73_131_321, 8_234_948, 0)]
    public void Rows_sums_and_span_are_the_files(string file, string format, int rows, long prompt, long output, double seconds)
    {
        var path = SharedData.Require(file);
        Assert.Equal(format, TraceFile.FormatOf(path).Name);
        var (count, prompts, outputs, last) = (0, 0L, 0L, TimeSpan.Zero);
        foreach (var row in TraceFile.Read(path))
        {
            count++;
            prompts += row.PromptTokens;
            outputs += row.OutputTokens;
            Assert.True(row.At >= last);
            last = row.At;
        }

        Assert.Equal((rows, prompt, output), (count, prompts, outputs));
        Assert.Equal(seconds, last.TotalSeconds, 0.01);
    }

    [Theory]
    [InlineData("azure-llm-2024-week/hourly_requests_digitised_code.csv", null, 3600, 168, false, 27.784)]
    [InlineData("azure-llm-2024-week/tenmin_rate_digitised_code.csv", null, 600, 1_008, false, 27.78388)]
    [InlineData("servegen/m-large_10min_days0-6.csv.gz", null, 600, 1_008, false, 209.5487)]
    [InlineData("sageserve/prompt_tokens_per_minute_week_A.csv.gz", "A_prod", 60, 10_080, true, 17569.184)]
    [InlineData("sageserve/prompt_tokens_per_minute_week_A.csv.gz", "A_dev", 60, 10_080, true, 2786.526)]
    public void Series_have_their_bins_and_means(string file, string? column, double bin, int bins, bool tokens, double mean)
    {
        var series = RateSeries.Read(SharedData.Require(file), column);
        Assert.Equal((bin, bins, tokens), (series.Bin.TotalSeconds, series.PerSecond.Count, series.InTokens));
        Assert.Equal(mean, series.Mean, mean * 1e-4);
    }
}
