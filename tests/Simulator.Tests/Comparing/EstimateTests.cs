namespace SageServe.Simulator.Tests;

public sealed class EstimateTests
{
    /// <summary>Mean 4, standard deviation 2, standard error 2 / sqrt 4 = 1, t(3) = 3.182446.</summary>
    [Fact]
    public void The_interval_is_students()
    {
        var estimate = Estimate.Of([2, 3, 5, 6])!.Value;
        var half = 3.182446 * Math.Sqrt(10.0 / 3) / 2;
        Assert.Equal(4, estimate.Mean);
        Assert.Equal(4 - half, estimate.Low!.Value, 5);
        Assert.Equal(4 + half, estimate.High!.Value, 5);
        Assert.Equal(4, estimate.Count);
    }

    [Theory]
    [InlineData(2, 12.706205)]
    [InlineData(5, 2.776445)]
    [InlineData(31, 2.042272)]
    public void Few_seeds_widen_it(int seeds, double t)
    {
        var samples = Enumerable.Range(0, seeds).Select(i => (double)(i % 2)).ToList();
        var mean = samples.Average();
        var deviation = Math.Sqrt(samples.Sum(s => (s - mean) * (s - mean)) / (seeds - 1));
        Assert.Equal(mean + t * deviation / Math.Sqrt(seeds), Estimate.Of(samples)!.Value.High!.Value, 5);
    }

    [Fact]
    public void One_seed_has_no_interval_and_none_has_no_mean()
    {
        Assert.Equal(new Estimate(7, null, null, 1), Estimate.Of([7]));
        Assert.Null(Estimate.Of([]));
    }

    [Fact]
    public void An_interval_is_moved_with_its_figure()
    {
        Assert.Equal(new Estimate(10, 8, 13, 3), new Estimate(4, 2, 7, 3).Around(10));
        Assert.Equal(new Estimate(10, null, null, 1), new Estimate(4, null, null, 1).Around(10));
    }

    [Fact]
    public void An_interval_keeps_to_what_can_be() =>
        Assert.Equal(new Estimate(0.99, 0.97, 1, 3), new Estimate(0.99, 0.97, 1.01, 3).Within(0, 1));
}
