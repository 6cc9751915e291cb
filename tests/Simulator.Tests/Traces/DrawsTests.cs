namespace SageServe.Simulator.Tests;

public sealed class DrawsTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(4)]
    [InlineData(80)]
    public void Poisson_has_its_mean_and_its_variance(double mean)
    {
        var random = new RandomStream(5);
        int[] counts = [.. Enumerable.Range(0, 20_000).Select(_ => Draws.Poisson(random, mean))];
        Assert.Equal(mean, counts.Average(), mean * 0.04);
        Assert.Equal(mean, counts.Average(c => (c - mean) * (c - mean)), mean * 0.08);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(25)]
    public void Gamma_around_one_has_mean_one_and_the_stated_variance(double shape)
    {
        var random = new RandomStream(6);
        double[] values = [.. Enumerable.Range(0, 40_000).Select(_ => Draws.GammaAroundOne(random, shape))];
        Assert.Equal(1, values.Average(), 0.03);
        Assert.Equal(1 / shape, values.Average(v => (v - 1) * (v - 1)), 0.08 / shape);
    }

    [Fact]
    public void Token_draws_keep_the_published_means()
    {
        var random = new RandomStream(7);
        var sizes = SizeTable.Published("chat");
        var draws = Enumerable.Range(0, 40_000).Select(_ => sizes.Draw(random)).ToList();
        Assert.Equal(1154.7, draws.Average(d => d.Prompt), 60.0);
        Assert.Equal(211.1, draws.Average(d => d.Output), 25.0);
    }
}
