namespace SageServe.Simulator;

/// <summary>Several ascending sequences as one; at equal moments the earlier source comes first. Few sources: a scan beats a heap.</summary>
internal static class MergedArrivals
{
    public static IEnumerable<SimulatedArrival> Of(IReadOnlyList<IEnumerable<SimulatedArrival>> sources) =>
        sources.Count == 1 ? sources[0] : Merged(sources);

    private static IEnumerable<SimulatedArrival> Merged(IReadOnlyList<IEnumerable<SimulatedArrival>> sources)
    {
        var heads = new IEnumerator<SimulatedArrival>[sources.Count];
        var next = new long[sources.Count];
        try
        {
            for (var i = 0; i < heads.Length; i++)
            {
                heads[i] = sources[i].GetEnumerator();
                next[i] = heads[i].MoveNext() ? heads[i].Current.At.Ticks : long.MaxValue;
            }

            while (true)
            {
                var first = 0;
                for (var i = 1; i < next.Length; i++)
                {
                    first = next[i] < next[first] ? i : first;
                }

                if (next[first] == long.MaxValue)
                {
                    yield break;
                }

                yield return heads[first].Current;
                next[first] = heads[first].MoveNext() ? heads[first].Current.At.Ticks : long.MaxValue;
            }
        }
        finally
        {
            foreach (var head in heads)
            {
                head?.Dispose();
            }
        }
    }
}
