using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// Demand without its bursts: a bin far above the median of those around it is told as that median. For the bound that knows everything to come but
/// what nobody could foresee. O(bins x window log window).
/// </summary>
internal sealed class OrdinaryDemand
{
    /// <summary>Bins before and after that are looked at.</summary>
    private const int Reach = 20;

    /// <summary>Above this many medians a bin is a burst.</summary>
    private const double BurstAbove = 1.6;

    private readonly Dictionary<DemandSeriesId, SortedDictionary<Instant, DemandBin>> _known = [];

    /// <param name="told">Bins as they will come; those of earlier calls are remembered as far as the window reaches.</param>
    public ImmutableArray<DemandBin> Of(ImmutableArray<DemandBin> told)
    {
        var ordinary = ImmutableArray.CreateBuilder<DemandBin>(told.Length);
        foreach (var series in told.GroupBy(b => b.Series))
        {
            if (!_known.TryGetValue(series.Key, out var bins))
            {
                _known.Add(series.Key, bins = []);
            }

            foreach (var bin in series)
            {
                bins[bin.Start] = bin;
            }

            var from = series.Min(b => b.Start);
            Forget(bins, from);
            var line = bins.Values.ToArray();
            ordinary.AddRange(Enumerable.Range(0, line.Length).Where(i => line[i].Start >= from).Select(i => Without(line, i)));
        }

        return ordinary.ToImmutable();
    }

    private static DemandBin Without(DemandBin[] line, int index)
    {
        var bin = line[index];
        var around = line.Skip(Math.Max(0, index - Reach)).Take(2 * Reach + 1).Select(b => b.PromptTokensPerSecond).Order().ToArray();
        var median = around[around.Length / 2];
        if (median <= 0 || bin.PromptTokensPerSecond <= BurstAbove * median)
        {
            return bin;
        }

        var share = median / bin.PromptTokensPerSecond;
        return bin with { PromptTokensPerSecond = median, OutputTokensPerSecond = bin.OutputTokensPerSecond * share, RequestsPerSecond = bin.RequestsPerSecond * share };
    }

    private static void Forget(SortedDictionary<Instant, DemandBin> bins, Instant from)
    {
        foreach (var old in bins.Keys.TakeWhile(k => k < from).SkipLast(2 * Reach).ToArray())
        {
            bins.Remove(old);
        }
    }
}
