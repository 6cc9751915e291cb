using System.Collections.Immutable;

namespace SageServe.Planning.Tests;

public sealed class DemandHistoryTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly DemandSeriesId Series = TestWorld.Series(TestWorld.Large, TestWorld.Regions[0]);

    [Fact]
    public void Bins_in_any_order_and_repeated_give_the_same_history()
    {
        Seeds.Check(20, (_, random) =>
        {
            var bins = TestWorld.Bins(Series, TestWorld.Start, TestWorld.Start + Minute * 100, i => i).Where(_ => random.NextDouble() < 0.8).ToList();
            var shuffled = bins.Concat(bins.Where(_ => random.NextDouble() < 0.5)).OrderBy(_ => random.NextDouble()).ToImmutableArray();
            var a = History();
            var b = History();

            a.Absorb([.. bins]);
            var absorbed = b.Absorb(shuffled);

            Assert.Equal(bins.Count, absorbed.Fresh);
            for (var at = TestWorld.Start; at < TestWorld.Start + Minute * 100; at += Minute)
            {
                var there = a.Series[Series].TryGet(a.Number(at), out var rates);
                Assert.Equal(there, b.Series[Series].TryGet(b.Number(at), out var other));
                Assert.Equal(rates, other);
            }
        });
    }

    [Fact]
    public void Bins_from_the_future_are_refused()
    {
        var history = History();
        var absorbed = history.Absorb([Bin(0, 10), Bin(2, 30), Bin(3, 40), Bin(1500, 50)], now: TestWorld.Start + Minute);

        Assert.Equal((4, 2, 2), (absorbed.Told, absorbed.Fresh, absorbed.Refused));
        Assert.Equal(TestWorld.Start + Minute * 3, history.End);
    }

    [Fact]
    public void A_gap_stays_a_gap()
    {
        var history = History();
        history.Absorb([Bin(0, 10), Bin(2, 30)]);

        Assert.False(history.Series[Series].TryGet(history.Number(TestWorld.Start + Minute), out _));
        var (mean, present) = history.Series[Series].Mean(history.Number(TestWorld.Start), history.Number(TestWorld.Start) + 3);
        Assert.Equal((20.0, 2), (mean.PromptTokens, present));
    }

    [Fact]
    public void Of_repeats_that_differ_the_larger_counts()
    {
        var history = History();
        history.Absorb([Bin(0, 10), Bin(0, 12), Bin(0, 11)]);

        Assert.True(history.Series[Series].TryGet(history.Number(TestWorld.Start), out var rates));
        Assert.Equal(12, rates.PromptTokens);
    }

    [Fact]
    public void A_longer_bin_holds_for_each_bin_that_it_covers()
    {
        var history = History();
        history.Absorb([new DemandBin(Series, TestWorld.Start, Minute * 10, 7, 1, 1)]);

        var (mean, present) = history.Series[Series].Mean(history.Number(TestWorld.Start), history.Number(TestWorld.Start) + 20);
        Assert.Equal((7.0, 10), (mean.PromptTokens, present));
        Assert.Equal(TestWorld.Start + Minute * 10, history.End);
    }

    [Fact]
    public void Impossible_bins_are_refused_and_counted()
    {
        var history = History();
        var absorbed = history.Absorb([Bin(0, double.NaN), Bin(1, -1), Bin(2, double.PositiveInfinity), Bin(3, 5) with { Length = TimeSpan.FromSeconds(1) }]);

        Assert.Equal(new AbsorbedBins(4, 0, 4), absorbed);
        Assert.Null(history.End);
    }

    [Fact]
    public void The_ring_forgets_what_is_older_than_the_history()
    {
        var history = new DemandHistory(Minute, Minute * 10);
        history.Absorb([.. TestWorld.Bins(Series, TestWorld.Start, TestWorld.Start + Minute * 25, i => i)]);
        history.Absorb([Bin(3, 99)]);

        var kept = Enumerable.Range(0, 25).Where(i => history.Series[Series].TryGet(history.Number(TestWorld.Start + Minute * i), out _));
        Assert.Equal(Enumerable.Range(15, 10), kept);
    }

    [Fact]
    public void A_step_needs_half_of_its_bins()
    {
        var history = History();
        history.Absorb([.. TestWorld.Bins(Series, TestWorld.Start, TestWorld.Start + Minute * 30, i => i).Where((_, i) => i is < 10 or > 16)]);

        var grid = DemandGrid.Of(history, history.Series[Series], history.End!.Value, 10);

        Assert.Equal(3, grid.Length);
        Assert.Equal([true, false, true], Enumerable.Range(0, 3).Select(grid.IsPresent));
        Assert.Equal(4.5, grid.Values[0]);
        Assert.Equal(24.5, grid.Values[2]);
    }

    [Fact]
    public void The_token_mix_is_weighted_by_tokens_over_all_series_of_the_model()
    {
        var history = History();
        var patient = TestWorld.Series(TestWorld.Large, TestWorld.Regions[1], ServiceTier.NonInteractive);
        history.Absorb([new DemandBin(Series, TestWorld.Start, Minute, 100, 10, 1), new DemandBin(patient, TestWorld.Start, Minute, 300, 150, 1)]);

        Assert.Equal(new TokenMix(0.4, 200, true), new MixBook(history, new PlanningOptions()).Of(TestWorld.Large, TierSet.All));
        Assert.Equal(new TokenMix(0.2, null, false), new MixBook(history, new PlanningOptions()).Of(TestWorld.Small, TierSet.All));
    }

    private static DemandHistory History() => new(Minute, TimeSpan.FromDays(2));

    private static DemandBin Bin(int minute, double rate) => new(Series, TestWorld.Start + Minute * minute, Minute, rate, 0, 0);
}
