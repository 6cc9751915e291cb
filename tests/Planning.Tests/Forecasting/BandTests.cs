namespace SageServe.Planning.Tests;

/// <summary>Quantiles from residuals, and how they keep their promise when the load changes.</summary>
public sealed class BandTests
{
    [Fact]
    public void A_sample_gives_the_quantiles_of_its_distribution() => Seeds.Check(5, (_, random) =>
    {
        var sample = new ResidualSample();
        for (var i = 0; i < 4000; i++)
        {
            sample.Add(random.NextGaussian(), 1);
        }

        Assert.InRange(sample.Quantile(0.5), -0.1, 0.1);
        Assert.InRange(sample.Quantile(0.9), 1.15, 1.42);
        Assert.InRange(sample.Quantile(0.99), 2.1, 2.75);
        Assert.InRange(sample.Quantile(0.05), -1.85, -1.45);
    });

    [Fact]
    public void A_residual_counts_by_its_weight()
    {
        var sample = new ResidualSample();
        for (var i = 0; i < 20; i++)
        {
            sample.Add(i, i < 10 ? 1 : 0.001);
        }

        Assert.InRange(sample.Quantile(0.5), 4, 5);
    }

    [Fact]
    public void Quantiles_never_cross_whatever_goes_in() => Seeds.Check(50, (_, random) =>
    {
        var q = ForecastQuantiles.Of([.. Enumerable.Range(0, 5).Select(_ => random.NextGaussian())]);
        Assert.True(q.Q05 <= q.Q50 && q.Q50 <= q.Q90 && q.Q90 <= q.Q95 && q.Q95 <= q.Q99, q.ToString());
        Assert.Equal(q.Q90, q.At(0.9), 9);
        Assert.InRange(q.At(0.7), q.Q50 - 1e-9, q.Q90 + 1e-9);
        Assert.Equal(q.Q99, q.At(0.999), 9);
    });

    [Fact]
    public void A_band_that_is_passed_too_often_widens_until_it_holds() => Seeds.Check(5, (_, random) =>
    {
        var width = new BandWidth();
        var (inside, count) = (0, 0);
        for (var i = 0; i < 3000; i++)
        {
            // The load is three times as wild as the residuals that the band is made of.
            double[] issued = [.. Enumerable.Range(0, 5).Select(q => new[] { -1.64, 0, 1.28, 1.64, 2.33 }[q] * width.Factor(q))];
            var came = 3 * random.NextGaussian();
            width.Learn(issued, came, overlap: 1);
            inside += i >= 500 && came >= issued[0] && came <= issued[3] ? 1 : 0;
            count += i >= 500 ? 1 : 0;
        }

        Assert.InRange(inside / (double)count, 0.88, 0.92);
    });
}
