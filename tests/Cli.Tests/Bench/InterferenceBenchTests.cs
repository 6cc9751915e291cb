using System.Collections.Immutable;

namespace SageServe.Cli.Tests;

public sealed class InterferenceBenchTests
{
    private static readonly Instant Start = Instant.FromUnixSeconds(1_700_000_000);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void Seed_0_is_the_hour_as_it_was_recorded_and_every_other_one_is_an_hour_of_its_own()
    {
        var recorded = Recorded();
        Assert.Equal(recorded, InterferenceTraffic.Of(recorded, Start, Hour, InterferenceTraffic.AsRecorded));
        var hours = Enumerable.Range(1, 8).Select(seed => InterferenceTraffic.Of(recorded, Start, Hour, (ulong)seed)).ToList();
        Assert.Equal(hours[2], InterferenceTraffic.Of(recorded, Start, Hour, 3));
        Assert.True(hours.Select(h => h.Length).Distinct().Count() > 4, "the load differs");
        Assert.All(hours, hour =>
        {
            Assert.Equal(hour.OrderBy(a => a.At).Select(a => a.At), hour.Select(a => a.At));
            Assert.All(hour, a => Assert.InRange((a.At - Start).TotalSeconds, 0, Hour.TotalSeconds));
            Assert.InRange(hour.Length, 0.7 * recorded.Length, 1.3 * recorded.Length);
            Assert.NotEqual(recorded.Take(50).Select(a => a.PromptTokens), hour.Take(50).Select(a => a.PromptTokens));
        });
    }

    [Fact]
    public void A_seed_keeps_the_bursts_of_minutes()
    {
        // Two requests a second in one minute out of ten, nothing else: whatever is pieced together has minutes with 120 requests and empty ones.
        var recorded = Recorded().Where(a => (int)(a.At - Start).TotalMinutes % 10 == 0).ToImmutableArray();
        foreach (var seed in new ulong[] { 1, 2, 3 })
        {
            var perSecond = InterferenceTraffic.Of(recorded, Start, Hour, seed).GroupBy(a => (int)(a.At - Start).TotalSeconds).ToList();
            Assert.All(perSecond, s => Assert.InRange(s.Count(), 1, 4));
            Assert.InRange(perSecond.Count, 60, 1200);
        }
    }

    [Fact]
    public void Figures_are_medians_with_their_range_and_seeds_outside_the_limits_are_named()
    {
        static InterferenceRun Run(double ttft, double attainment, double idle) => new(ttft, 0.01, attainment, 0.5, 2, 0) { IdleShareUsed = idle };
        InterferenceRun[] alone = [Run(0.2, 1, 0), Run(0.4, 1, 0), Run(0.3, 1, 0)];
        var point = new InterferencePoint(InterferenceCase.Ours, InterferenceCase.Product.Name, [Run(0.21, 1, 0.7), Run(0.46, 0.999, 0.65), Run(0.318, 1, 0.8)], alone);
        var report = new InterferenceReport("interference", [0, 1, 2], alone, [4, 4, 4], [point]);
        Assert.Equal((0.06, 0.05, 0.15), (Math.Round(report.TtftRise, 6), Math.Round(point.Rise.Min, 6), Math.Round(point.Rise.Max, 6)));
        Assert.Equal((0.7, 0.65, 0.8), (point.Idle.Median, point.Idle.Min, point.Idle.Max));
        Assert.True(report.GoalMet);
        Assert.Equal([1UL], report.SeedsOutside);
        Assert.Contains("Outside these limits by itself: seed 1, of 3.", InterferenceText.Of(report), StringComparison.Ordinal);
        Assert.Contains("Medians of 3 seeds.", InterferencePage.Of(report), StringComparison.Ordinal);
        Assert.Contains("One seed.", InterferencePage.Of(report with { Seeds = [0] }), StringComparison.Ordinal);
    }

    [Fact]
    public Task Wrong_figures_are_refused() => CliProgram.Refuses("--seeds 0: give 1 to 100.", "bench", "interference", "--seeds", "0");

    [Fact]
    public Task A_missing_trace_is_named_with_what_to_do() =>
        CliProgram.Refuses("Name the folder that holds it with --data DIR", "bench", "interference", "--data", "nowhere", "--no-curves");

    /// <summary>Two requests a second for an hour.</summary>
    private static ImmutableArray<SimulatedArrival> Recorded() =>
    [
        .. Enumerable.Range(0, 7200).Where(i => i % 1000 < 900).Select(i => new SimulatedArrival(
            Start + TimeSpan.FromSeconds(0.5 * i), new ModelId("m"), new RegionId("r"), ServiceTier.InteractiveFast, 1 + i, 10, true)),
    ];
}
