using System.Collections.Immutable;
using System.Text.Json;

namespace SageServe.Simulator.Tests;

public sealed class ComparisonTests
{
    private static ComparisonPlan Plan(FakeSource source, int jobs = 1) => new()
    {
        Variants = [new ComparisonVariant(ComparisonVariant.Unchanged, [], source)],
        Strategies = ["static", "reactive", "lt-ua"],
        Seeds = [1, 2, 3],
        Jobs = jobs,
    };

    [Fact]
    public async Task The_bytes_are_the_same_however_many_runs_go_at_once()
    {
        var one = await Bytes(Plan(new FakeSource()));
        Assert.Equal(one, await Bytes(Plan(new FakeSource(), jobs: 3)));
        Assert.Equal(one, await Bytes(Plan(new FakeSource(), jobs: 100)));
    }

    [Fact]
    public async Task Each_strategy_sees_the_same_arrivals_under_a_seed()
    {
        var result = await Comparison.RunAsync(Plan(new FakeSource()), null, CancellationToken.None);
        foreach (var seed in result.Plan.Seeds)
        {
            Assert.Single(result.Runs.Where(r => r.Seed == seed).Select(r => r.Value("requests")).Distinct());
        }

        Assert.Equal(3, result.Runs.Select(r => r.Value("requests")).Distinct().Count());
    }

    [Fact]
    public async Task A_run_that_fails_leaves_the_others_alone()
    {
        var result = await Comparison.RunAsync(Plan(new FakeSource { Broken = "reactive" }, jobs: 2), null, CancellationToken.None);
        Assert.Equal(9, result.Runs.Length);
        Assert.Equal("InvalidOperationException: no such luck", Assert.Single(result.Failed.Select(r => r.Error).Distinct()));
        Assert.Equal(0, result.Summary(0, 1).Runs);
        Assert.Null(result.Summary(0, 1).Value("gpu_hours"));
        Assert.NotNull(result.Summary(0, 2).Value("gpu_hours"));
        Assert.NotNull(result.Summary(0, 2).Against("gpu_hours_percent"));
        Assert.False(Json(result).GetProperty("complete").GetBoolean());
    }

    [Fact]
    public async Task A_broken_baseline_leaves_nothing_to_compare_with()
    {
        var result = await Comparison.RunAsync(Plan(new FakeSource { Broken = "static" }), null, CancellationToken.None);
        Assert.Empty(result.Summary(0, 1).AgainstBaseline);
        Assert.NotNull(result.Summary(0, 1).Value("gpu_hours"));
    }

    [Fact]
    public async Task Stopping_keeps_what_is_done()
    {
        using var stop = new CancellationTokenSource();
        var watch = new StopAfter(4, stop);
        var result = await Comparison.RunAsync(Plan(new FakeSource()), watch, stop.Token);
        Assert.True(result.CutShort);
        Assert.Equal(4, result.Runs.Length);
        Assert.Equal(2, result.Summary(0, 0).Runs);
        Assert.Equal(1, result.Summary(0, 2).Runs);
        Assert.Null(result.Summary(0, 2).Value("gpu_hours")!.Value.Low);
    }

    [Fact]
    public async Task Variants_stand_beside_the_unchanged_scenario()
    {
        var source = new FakeSource();
        var plan = Plan(source) with
        {
            Variants = [new(ComparisonVariant.Unchanged, [], source), new("planning.target-use=0.3", [new("planning.target-use", "0.3")], source.With("planning.target-use", "0.3"))],
            Strategies = ["lt-ua"],
            Seeds = [1, 2],
        };
        var json = Json(await Comparison.RunAsync(plan, null, CancellationToken.None));
        var variant = Assert.Single(json.GetProperty("variants").EnumerateArray());
        Assert.Equal("0.3", variant.GetProperty("changes").GetProperty("planning.target-use").GetString());
        Assert.True(variant.GetProperty("strategies").GetProperty("lt-ua").GetProperty("against_unchanged").TryGetProperty("gpu_hours_percent", out _));
        Assert.Equal(4, json.GetProperty("runs").GetArrayLength());
    }

    [Fact]
    public async Task Means_and_intervals_stand_side_by_side_in_the_json()
    {
        var json = Json(await Comparison.RunAsync(Plan(new FakeSource()), null, CancellationToken.None));
        var reactive = json.GetProperty("strategies").GetProperty("reactive");
        var runs = json.GetProperty("runs").EnumerateArray().Where(r => r.GetProperty("strategy").GetString() == "reactive").ToList();
        Assert.Equal(runs.Average(r => r.GetProperty("gpu_hours").GetDouble()), reactive.GetProperty("gpu_hours").GetDouble(), 5);
        Assert.Equal(2, reactive.GetProperty("gpu_hours_ci95").GetArrayLength());
        var ttft = reactive.GetProperty("tiers").GetProperty("interactive-fast").GetProperty("ttft_seconds");
        Assert.True(ttft.GetProperty("p95").GetDouble() >= ttft.GetProperty("p50").GetDouble());
        Assert.True(reactive.GetProperty("against_baseline").TryGetProperty("gpu_hours_percent_ci95", out _));
        Assert.False(json.GetProperty("strategies").GetProperty("static").TryGetProperty("against_baseline", out _));
        Assert.Equal("static", json.GetProperty("baseline").GetString());
    }

    private static async Task<byte[]> Bytes(ComparisonPlan plan) => Bytes(await Comparison.RunAsync(plan, null, CancellationToken.None));

    private static byte[] Bytes(ComparisonResult result)
    {
        using var stream = new MemoryStream();
        ComparisonJson.Write(result, stream, series: true);
        return stream.ToArray();
    }

    private static JsonElement Json(ComparisonResult result) => JsonDocument.Parse(Bytes(result)).RootElement;

    private sealed class StopAfter(int runs, CancellationTokenSource stop) : IComparisonWatch
    {
        private int _left = runs;

        public void Started(ComparisonKey key)
        {
        }

        public void Progressed(ComparisonKey key, double share)
        {
        }

        public void Ended(ComparisonRun run)
        {
            if (--_left == 0)
            {
                stop.Cancel();
            }
        }
    }
}
