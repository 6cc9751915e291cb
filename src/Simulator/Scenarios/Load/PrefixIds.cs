using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>A trace's prefix blocks cut into blocks of the engine's size: equal blocks of the trace give equal runs of engine blocks.</summary>
internal static class PrefixIds
{
    /// <returns>One id for each full engine block of the prompt; default when the trace tells no prefixes.</returns>
    public static ImmutableArray<ulong> OfEngine(in TraceRow row, int blockTokens)
    {
        if (row.PrefixBlocks.IsDefaultOrEmpty)
        {
            return default;
        }

        if (row.PrefixBlockTokens == blockTokens)
        {
            return row.PrefixBlocks;
        }

        var per = Math.Max(1, row.PrefixBlockTokens / blockTokens);
        var count = Math.Min(row.PromptTokens / blockTokens, row.PrefixBlocks.Length * per);
        var ids = ImmutableArray.CreateBuilder<ulong>(count);
        for (var i = 0; i < count; i++)
        {
            ids.Add(Mix(row.PrefixBlocks[i / per] * 0x9E3779B97F4A7C15UL + (ulong)(i % per)));
        }

        return ids.MoveToImmutable();
    }

    /// <summary>The finalizer of SplitMix64: a bijection, so that different blocks stay different.</summary>
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
