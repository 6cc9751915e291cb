namespace SageServe.Shared.Tests;

public sealed class RandomStreamTests
{
    [Fact]
    public void The_first_values_of_a_seed_never_change()
    {
        // Pinned: recorded runs and published figures depend on them. They are xoshiro256** seeded by SplitMix64.
        var stream = new RandomStream(1);
        Assert.Equal([0xB3F2AF6D0FC710C5UL, 0x853B559647364CEAUL, 0x92F89756082A4514UL], [stream.NextUInt64(), stream.NextUInt64(), stream.NextUInt64()]);
    }

    [Fact]
    public void The_same_seed_gives_the_same_stream_and_another_seed_another()
    {
        var (a, b, c) = (new RandomStream(7), new RandomStream(7), new RandomStream(8));
        var values = Enumerable.Range(0, 100).Select(_ => a.NextUInt64()).ToArray();
        Assert.Equal(values, Enumerable.Range(0, 100).Select(_ => b.NextUInt64()));
        Assert.NotEqual(values, Enumerable.Range(0, 100).Select(_ => c.NextUInt64()));
    }

    [Fact]
    public void A_child_depends_on_seed_and_name_only_not_on_draws_made()
    {
        var parent = new RandomStream(5);
        var before = parent.Child("arrivals").NextUInt64();
        parent.NextUInt64();
        Assert.Equal(before, parent.Child("arrivals").NextUInt64());
        Assert.NotEqual(before, parent.Child("faults").NextUInt64());
        Assert.NotEqual(before, new RandomStream(6).Child("arrivals").NextUInt64());
        Assert.NotEqual(parent.Child("a").Child("b").NextUInt64(), parent.Child("b").Child("a").NextUInt64());
    }

    [Fact]
    public void Integers_are_in_range_and_even()
    {
        var stream = new RandomStream(3);
        var counts = new int[10];
        for (var i = 0; i < 100_000; i++)
        {
            counts[stream.NextInt(10)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.NextInt(0));
    }

    [Fact]
    public void Draws_have_their_means_and_spread()
    {
        var stream = new RandomStream(11);
        var doubles = Enumerable.Range(0, 100_000).Select(_ => stream.NextDouble()).ToArray();
        Assert.All(doubles, d => Assert.InRange(d, 0, 0.9999999999999999));
        Assert.InRange(doubles.Average(), 0.495, 0.505);
        Assert.InRange(Enumerable.Range(0, 100_000).Average(_ => stream.NextExponential(4)), 3.9, 4.1);
        var normal = Enumerable.Range(0, 100_000).Select(_ => stream.NextGaussian()).ToArray();
        Assert.InRange(normal.Average(), -0.02, 0.02);
        Assert.InRange(normal.Average(x => x * x), 0.97, 1.03);
    }
}
