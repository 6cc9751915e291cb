namespace SageServe.Planning.Tests;

/// <summary>Bands of a peak: as wide as forecasts are off now, and made in the way that suits the load.</summary>
public sealed class BandBlendTests
{
    private static readonly Instant Start = TestWorld.Start;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly ForecastTarget Peak = new(TargetKind.Peak, Hour, Hour);

    [Fact]
    public void A_wild_hour_widens_the_spread_and_calm_ones_bring_it_back()
    {
        var residuals = Enumerable.Range(0, 100).Select(i => (Start + Hour * i, i is >= 50 and < 55 ? 1.0 : 0.1 * (i % 2 == 0 ? 1 : -1), 1.0)).ToList();
        var spread = new LocalSpread(residuals, 0, Hour);
        var calm = spread.At(Start + Hour * 50);
        var wild = spread.At(Start + Hour * 55);
        var after = spread.At(Start + Hour * 99);
        Assert.True(wild > 1.5 * calm, $"{wild} after {calm}");
        Assert.InRange(after, calm, (calm + wild) / 2);
    }

    [Fact]
    public void The_spread_knows_only_what_had_come_out()
    {
        var calm = Enumerable.Range(0, 20).Select(i => (Start + Hour * i, 0.1, 1.0)).ToList();
        var shocked = calm.Select((r, i) => (r.Item1, i == 19 ? 2.0 : r.Item2, r.Item3)).ToList();

        // Forecasts take two hours to come out: the shock of hour 19 is not known at hour 20 and is at 21.
        var (one, other) = (new LocalSpread(shocked, 0, Hour * 2), new LocalSpread(shocked, 0, Hour * 2));
        Assert.True(one.At(Start + Hour * 20) < other.At(Start + Hour * 21));
    }

    [Fact]
    public void The_blend_goes_to_the_last_value_where_that_is_right_and_to_the_mixture_where_that_is() => Seeds.Check(3, (_, random) =>
    {
        Assert.InRange(Median(random, lastIsRight: true), 0.9, 1.1);
        Assert.InRange(Median(random, lastIsRight: false), 1.9, 2.1);
    });

    /// <summary>The last value says e, the mixture e squared give or take a factor; what comes is near one of them. The middle of the band after a hundred forecasts.</summary>
    private static double Median(RandomStream random, bool lastIsRight)
    {
        var blend = new BandBlend(new BandMaker(Peak));
        var entries = new List<TargetEntry>();
        double[]? quantiles = null;
        for (var i = 0; i < 100; i++)
        {
            var (last, mixture) = (1 + (lastIsRight ? 0.01 : 0.8) * random.NextGaussian(), 2 + (lastIsRight ? 0.8 : 0.01) * random.NextGaussian());
            var entry = new TargetEntry(Start + Hour * i, i == 99 ? [1, 2] : [last, mixture]);
            quantiles = blend.Make(entries, entry, [0, 1], default);
            entry.Came = lastIsRight ? 1 : 2;
            blend.Learn(entry);
            entries.Add(entry);
        }

        Assert.True(quantiles![0] <= quantiles[1] && quantiles[1] <= quantiles[3]);
        return quantiles[1];
    }
}
