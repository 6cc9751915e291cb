namespace SageServe.Simulator.Tests;

public sealed class SeededDrawsTests
{
    private readonly SeededDraws _draws = new(new RandomStream(1).Child("x"));

    [Fact]
    public void A_key_always_gets_the_same_draw_and_neighbours_do_not()
    {
        Assert.Equal(_draws.Uniform(5, 1), new SeededDraws(new RandomStream(1).Child("x")).Uniform(5, 1));
        var all = Enumerable.Range(0, 100).SelectMany(k => Enumerable.Range(0, 100).Select(n => _draws.Uniform(k, n))).ToHashSet();
        Assert.Equal(10_000, all.Count);
    }

    [Fact]
    public void Draws_have_their_means()
    {
        Assert.InRange(Enumerable.Range(0, 20_000).Average(k => _draws.Uniform(k)), 0.49, 0.51);
        Assert.InRange(Enumerable.Range(0, 20_000).Average(k => _draws.Exponential(3, k)), 2.9, 3.1);
        Assert.InRange(Enumerable.Range(0, 20_000).Average(k => _draws.Gaussian(k)), -0.03, 0.03);
        Assert.InRange(Enumerable.Range(0, 20_000).Average(k => Math.Pow(_draws.Gaussian(1, k), 2)), 0.96, 1.04);
        Assert.InRange(Enumerable.Range(0, 20_000).Average(k => (double)_draws.Choice(5, k)), 1.95, 2.05);
    }
}
