namespace SageServe.Cli.Tests;

public sealed class PercentilesTests
{
    [Fact]
    public void Ranks_are_samples_and_exact()
    {
        var p = Percentiles.Of(Enumerable.Range(1, 100).Select(i => (double)i).Reverse());
        Assert.Equal(new Percentiles(100, 50.5, 50, 95, 99), p);
    }

    [Fact]
    public void One_sample_is_every_percentile() => Assert.Equal(new Percentiles(1, 7, 7, 7, 7), Percentiles.Of([7.0]));

    [Fact]
    public void No_sample_is_null_and_not_zero() => Assert.Equal(new Percentiles(0, null, null, null, null), Percentiles.Of(Array.Empty<double>()));
}
