namespace SageServe.Cli;

/// <summary>Where bytes are cut into writes: nowhere, at a few places, or at every byte for a while.</summary>
internal static class Cutter
{
    public static IReadOnlyList<int> Cuts(RandomStream random, int length)
    {
        var cuts = new SortedSet<int>();
        switch (random.NextInt(4))
        {
            case 0:
                break;
            case 1:
                var from = random.NextInt(Math.Max(1, length));
                for (var at = from; at < Math.Min(length, from + 40); at++)
                {
                    cuts.Add(at);
                }

                break;
            default:
                for (var i = random.NextInt(12); i >= 0; i--)
                {
                    cuts.Add(random.NextInt(Math.Max(1, length)));
                }

                break;
        }

        cuts.Remove(0);
        return [.. cuts];
    }

    /// <summary>The pieces that the cuts make.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Pieces(byte[] bytes, IReadOnlyList<int> cuts)
    {
        var start = 0;
        foreach (var cut in cuts)
        {
            yield return bytes.AsMemory(start, cut - start);
            start = cut;
        }

        yield return bytes.AsMemory(start);
    }
}
