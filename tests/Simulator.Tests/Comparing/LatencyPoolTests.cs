using System.Text.Json;

namespace SageServe.Simulator.Tests;

public sealed class LatencyPoolTests
{
    private const string Tier = "interactive-fast";
    private static readonly ComparisonPlan Plan = new()
    {
        Variants = [new ComparisonVariant(ComparisonVariant.Unchanged, [], new FakeSource())],
        Strategies = ["static", "reactive"],
        Seeds = [1, 2, 3],
        Jobs = 2,
        KeepsModels = true,
    };

    [Fact]
    public async Task Percentiles_are_of_all_seeds_requests_and_their_intervals_of_the_seeds()
    {
        var result = await Comparison.RunAsync(Plan, null, CancellationToken.None);
        var runs = result.Good(0, 1).ToList();
        var all = new QuantileSketch();
        foreach (var tier in runs.SelectMany(r => r.Models).SelectMany(m => m.Tiers).Where(t => t.Tier == Tier))
        {
            all.Merge(tier.E2e);
        }

        var path = RunFigures.OfTier(Tier, "e2e_seconds.p95");
        var own = runs.ConvertAll(r => r.Value(path)!.Value);
        var pooled = result.Summary(0, 1).Value(path)!.Value;
        Assert.Equal(all.At(0.95), pooled.Mean);
        Assert.NotEqual(own.Average(), pooled.Mean);
        var seeds = Estimate.Of(own)!.Value;
        Assert.Equal(seeds.High!.Value - seeds.Mean, pooled.High!.Value - pooled.Mean, 9);
        Assert.Equal(runs.Average(r => r.Value(RunFigures.GpuHours)!.Value), result.Summary(0, 1).Value(RunFigures.GpuHours)!.Value.Mean, 9);
    }

    [Fact]
    public async Task One_seed_has_its_own_percentiles_and_runs_keep_no_sketches_unless_asked()
    {
        var result = await Comparison.RunAsync(Plan with { Seeds = [4], KeepsModels = false }, null, CancellationToken.None);
        Assert.All(result.Runs, r => Assert.Empty(r.Models));
        foreach (var figure in result.Good(0, 0).Single().Figures)
        {
            Assert.Equal(figure.Value, result.Summary(0, 0).Value(figure.Path)?.Mean);
        }
    }

    [Fact]
    public async Task Models_stand_in_the_json_as_the_whole_does()
    {
        var result = await Comparison.RunAsync(Plan, null, CancellationToken.None);
        using var stream = new MemoryStream();
        ComparisonJson.Write(result, stream, series: false);
        var reactive = JsonDocument.Parse(stream.ToArray()).RootElement.GetProperty("strategies").GetProperty("reactive");

        // The small world has one model: its figures are those of the whole.
        var model = Assert.Single(reactive.GetProperty("models").EnumerateObject());
        Assert.Equal(SmallWorld.Model.Value, model.Name);
        foreach (var name in new[] { "gpu_hours", "gpu_hours_ci95", "cost_usd", "wasted_gpu_hours", "wasted_gpu_hours_paper", "idle_gpu_hours", "requests" })
        {
            Assert.Equal(reactive.GetProperty(name).GetRawText(), model.Value.GetProperty(name).GetRawText());
        }

        var tier = model.Value.GetProperty("tiers").GetProperty(Tier);
        Assert.Equal(reactive.GetProperty("tiers").GetProperty(Tier).GetRawText().Replace(" ", "", StringComparison.Ordinal), tier.GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.True(tier.GetProperty("ttft_seconds").GetProperty("p95").GetDouble() > 0);
        Assert.True(reactive.GetProperty("against_baseline").GetProperty("models").GetProperty(model.Name).TryGetProperty("gpu_hours_percent", out _));
    }
}
