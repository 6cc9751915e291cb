using System.Collections.Immutable;

namespace SageServe.Routing.Tests;

public sealed class PrefixCacheTests
{
    private static ImmutableArray<ulong> Chain(ulong conversation, int blocks) =>
        [.. Enumerable.Range(0, blocks).Select(i => StableHash.Pair(conversation, (ulong)i))];

    [Fact]
    public void It_finds_the_longest_beginning_that_was_added()
    {
        var cache = new PrefixCache();
        cache.Add(Chain(1, 10), stride: 1, salt: 0, capacity: 100);
        Assert.Equal(10, cache.Match(Chain(1, 20), 1, 0));
        Assert.Equal(4, cache.Match(Chain(1, 4), 1, 0));
        Assert.Equal(0, cache.Match(Chain(2, 4), 1, 0));
        Assert.Equal(0, cache.Match([], 1, 0));
    }

    [Fact]
    public void Another_adapter_shares_nothing()
    {
        var cache = new PrefixCache();
        cache.Add(Chain(1, 10), 1, salt: 0, 100);
        Assert.Equal(0, cache.Match(Chain(1, 10), 1, salt: 5));
    }

    [Fact]
    public void With_a_stride_only_whole_index_blocks_match()
    {
        var cache = new PrefixCache();
        cache.Add(Chain(1, 11), stride: 4, 0, 100);
        Assert.Equal(2, cache.Count);
        Assert.Equal(2, cache.Match(Chain(1, 12), stride: 4, 0));
        Assert.Equal(0, cache.Match(Chain(1, 3), stride: 4, 0));
    }

    [Fact]
    public void It_keeps_to_its_capacity_and_loses_tails_before_heads()
    {
        var cache = new PrefixCache();
        cache.Add(Chain(1, 6), 1, 0, capacity: 10);
        cache.Add(Chain(2, 6), 1, 0, capacity: 10);
        Assert.Equal((10, 4, 6), (cache.Count, cache.Match(Chain(1, 6), 1, 0), cache.Match(Chain(2, 6), 1, 0)));
        cache.Add(Chain(3, 50), 1, 0, capacity: 10);
        Assert.Equal((10, 10, 0), (cache.Count, cache.Match(Chain(3, 50), 1, 0), cache.Match(Chain(2, 6), 1, 0)));
        cache.Clear();
        Assert.Equal((0, 0), (cache.Count, cache.Match(Chain(3, 50), 1, 0)));
    }

    [Fact]
    public void It_does_what_a_plain_list_does() => Seeds.Check(100, (_, random) =>
    {
        var cache = new PrefixCache();
        var plain = new List<ulong>();
        var capacity = 5 + random.NextInt(60);
        for (var step = 0; step < 300; step++)
        {
            var prompt = Chain((ulong)random.NextInt(8), 1 + random.NextInt(30));
            Assert.Equal(prompt.TakeWhile(plain.Contains).Count(), cache.Match(prompt, 1, 0));
            if (random.NextInt(3) > 0)
            {
                cache.Add(prompt, 1, 0, capacity);
                Add(plain, prompt, capacity);
            }

            Assert.Equal(plain.Count, cache.Count);
        }
    });

    private static void Add(List<ulong> plain, ImmutableArray<ulong> prompt, int capacity)
    {
        foreach (var block in prompt.Take(capacity).Reverse())
        {
            plain.Remove(block);
            plain.Add(block);
            plain.RemoveRange(0, Math.Max(0, plain.Count - capacity));
        }
    }
}
