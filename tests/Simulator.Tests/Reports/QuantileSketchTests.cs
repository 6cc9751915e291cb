namespace SageServe.Simulator.Tests;

public sealed class QuantileSketchTests
{
    private static List<double> Samples(RandomStream random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.NextInt(20) == 0 ? 0 : Math.Exp(4 * random.NextGaussian()))];

    private static double Exact(List<double> samples, double share) => samples.Order().ElementAt(Math.Max(1, (int)Math.Ceiling(share * samples.Count)) - 1);

    private static QuantileSketch Of(IEnumerable<double> samples)
    {
        var sketch = new QuantileSketch();
        foreach (var sample in samples)
        {
            sketch.Add(sample);
        }

        return sketch;
    }

    [Fact]
    public void Few_samples_are_exact_and_many_within_four_thousandths() => Seeds.Check(40, (_, random) =>
    {
        var samples = Samples(random, 1 + random.NextInt(3 * QuantileSketch.ExactLimit));
        var sketch = Of(samples);
        var error = samples.Count <= QuantileSketch.ExactLimit ? 0 : 0.004;
        foreach (var share in new[] { 0, 0.01, 0.5, 0.9, 0.95, 0.99, 1 })
        {
            var exact = Exact(samples, share);
            Assert.InRange(sketch.At(share), exact * (1 - error), exact * (1 + error));
        }
    });

    [Fact]
    public void Merged_parts_equal_the_whole_in_any_order() => Seeds.Check(40, (_, random) =>
    {
        var samples = Samples(random, 1 + random.NextInt(3 * QuantileSketch.ExactLimit));
        var whole = Of(samples.OrderBy(_ => random.NextUInt64()));
        var cut = random.NextInt(samples.Count + 1);
        var merged = Of(samples.Take(cut));
        merged.Merge(Of(samples.Skip(cut)));
        Assert.Equal(whole.Count, merged.Count);
        for (var share = 0.0; share <= 1; share += 0.125)
        {
            Assert.Equal(whole.At(share), merged.At(share));
        }
    });

    [Fact]
    public void Memory_follows_the_range_and_not_the_count()
    {
        var random = new RandomStream(7);
        var sketch = new QuantileSketch();
        for (var i = 0; i < 20 * QuantileSketch.ExactLimit; i++)
        {
            sketch.Merge(Of([0.05 + random.NextDouble(), 0]));
        }

        Assert.Equal(0, sketch.At(0.4));
        Assert.InRange(sketch.At(0.75), 0.5, 0.6);
        Assert.InRange(sketch.Held, 1, 800);
    }

    [Fact]
    public void Nothing_has_no_quantiles()
    {
        Assert.Equal(double.NaN, new QuantileSketch().At(0.5));
        Assert.Null(Quantiles.Of(new QuantileSketch()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantileSketch().Add(double.NaN));
    }
}
