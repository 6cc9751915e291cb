namespace SageServe.Simulator.Tests;

/// <summary>Descriptions against figures that were computed apart from this code.</summary>
public sealed class TraceSurveyTests
{
    [Theory]
    [InlineData("conv", 1.09, 1.39, 3.86, 16.13, 1020, 129)]
    [InlineData("code", 13.15, 13.19, 71.64, 163.96, 1469, 13)]
    public void Azures_hours_are_described_as_published(string service, double cv, double at1, double at10, double at60, double prompt, double output)
    {
        var d = TraceSurvey.Describe(SharedData.Require($"azure-llm-2023/AzureLLMInferenceTrace_{service}.csv.gz"));
        Assert.Equal(cv, d.InterArrivalCv!.Value, 0.01);
        Assert.Equal([at1, at10, at60], d.Dispersion.Take(3).Select(w => Math.Round(w.IndexOfDispersion, 2)));
        Assert.Equal(prompt, d.PromptTokens.Quantiles["p50"], prompt * 0.004 + 0.5);
        Assert.Equal(output, d.OutputTokens.Quantiles["p50"], output * 0.004 + 0.5);
        Assert.Null(d.DiurnalScore);
        Assert.Empty(d.Tiers);
        Assert.Null(d.Prefixes);
        Assert.Equal(d.Requests, Math.Round(d.Rate.Sum() * d.RateBinSeconds), 1.0);
    }

    [Fact]
    public void Mooncakes_prefixes_are_found_again_as_the_readme_says()
    {
        var d = TraceSurvey.Describe(SharedData.Require("mooncake/synthetic_trace.jsonl.gz"));
        Assert.Equal(0.64, d.Prefixes!.HitRate, 0.01);
        Assert.Equal(1, d.Prefixes.Sampled);
        Assert.True(d.Prefixes.ReuseSeconds["p50"] > 0);
    }

    [Fact]
    public void The_authors_trace_shows_models_regions_and_tiers()
    {
        var d = TraceSurvey.Describe(SharedData.Require("sageserve/authors_format_trace_2h.csv.gz"));
        Assert.Equal(["bloom-176b", "llama-3.1-8b", "llama-3.2-3b", "llama2-70b"], d.Models.Keys);
        Assert.Equal(["centralus", "eastus", "westus"], d.Regions.Keys);
        Assert.Equal(1, d.Tiers.Values.Sum(t => t.Share), 1e-5);
        Assert.Equal(4, d.RegionSkew.Count);
    }

    [Fact]
    public void A_weeks_daily_rhythm_is_that_of_the_published_series()
    {
        // The data README says 0.7545, computed before the series was rounded.
        var series = RateSeries.Read(SharedData.Require("azure-llm-2024-week/hourly_requests_digitised_code.csv"));
        Assert.Equal(0.7545, HourlyCounts.DiurnalScoreOf(series.PerSecond)!.Value, 0.002);
    }

    [Fact]
    public void Known_rows_give_known_figures()
    {
        var survey = new TraceSurvey();
        for (var second = 0; second < 3 * 86_400; second += 60)
        {
            // Busy in even hours of the day, and each prompt half seen before.
            for (var i = 0; i < (second / 3600 % 24 < 12 ? 3 : 1); i++)
            {
                survey.Add(new TraceRow(TimeSpan.FromSeconds(second), 100, 10)
                {
                    Model = "m", Origin = i == 0 ? "a" : "b", Tier = ServiceTier.InteractiveFast, PrefixBlocks = [1, (ulong)(second * 10 + i + 2)], PrefixBlockTokens = 16,
                });
            }
        }

        var d = survey.Result("x", "jsonl");
        Assert.Equal(3 * 720 * 4, d.Requests);
        Assert.Equal(1, d.DiurnalScore!.Value, 1e-3);
        Assert.Equal(0.5, d.Prefixes!.HitRate, 1e-3);
        Assert.Equal(1, d.RegionSkew["m"]);
        Assert.Equal(0.5, d.Regions["a"]);
        Assert.Null(d.PromptOutputCorrelation);
        Assert.Equal(d.Requests, (long)Math.Round(d.Rate.Sum() * d.RateBinSeconds));
    }

    [Fact]
    public void Memory_stays_bounded_with_endless_new_prefixes_and_the_hit_rate_fair()
    {
        var survey = new TraceSurvey();
        var block = 0UL;
        for (var i = 0; i < 300_000; i++)
        {
            var blocks = new ulong[20];
            for (var k = 0; k < 20; k++)
            {
                blocks[k] = k < 5 ? (ulong)k : ++block + 100;
            }

            survey.Add(new TraceRow(TimeSpan.FromSeconds(i), 320, 1) { PrefixBlocks = [.. blocks], PrefixBlockTokens = 16 });
        }

        var d = survey.Result("x", "jsonl");
        Assert.True(d.Prefixes!.Sampled <= 0.5);
        Assert.Equal(0.25, d.Prefixes.HitRate, 0.13);
    }
}
