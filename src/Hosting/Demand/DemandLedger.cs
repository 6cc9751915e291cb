using System.Collections.Immutable;

namespace SageServe.Hosting;

/// <summary>
/// Bins as each gateway told them. Several gateways of a region count different requests, so a bin of a series is their sum. A bin that
/// one of them has still to tell is held back: a part of the demand would look like less demand.
/// </summary>
public sealed class DemandLedger
{
    private readonly Dictionary<(string Teller, DemandSeriesId Series), SortedDictionary<Instant, DemandBin>> _told = [];

    /// <summary>A later reading of a bin replaces an earlier one.</summary>
    public void Add(string teller, DemandBin bin)
    {
        if (!_told.TryGetValue((teller, bin.Series), out var bins))
        {
            _told[(teller, bin.Series)] = bins = [];
        }

        bins[bin.Start] = bin;
    }

    /// <summary>Drops bins that start before this time.</summary>
    public void ForgetBefore(Instant oldest)
    {
        foreach (var (key, bins) in _told.ToArray())
        {
            while (bins.Count > 0 && bins.First() is var first && first.Key < oldest)
            {
                bins.Remove(first.Key);
            }

            if (bins.Count == 0)
            {
                _told.Remove(key);
            }
        }
    }

    /// <summary>Bins that every gateway of them has told: sorted by series, then start.</summary>
    public ImmutableArray<DemandBin> Since(Instant since)
    {
        var answer = ImmutableArray.CreateBuilder<DemandBin>();
        foreach (var tellers in _told.GroupBy(t => t.Key.Series, t => t.Value).OrderBy(g => g.Key))
        {
            var all = tellers.ToArray();
            foreach (var starts in all.SelectMany(b => b.Values).Where(b => b.Start >= since).GroupBy(b => b.Start).OrderBy(g => g.Key))
            {
                if (starts.Count() == all.Count(t => Tells(t, starts.Key)))
                {
                    answer.Add(starts.Aggregate(Sum));
                }
            }
        }

        return answer.ToImmutable();
    }

    /// <summary>A gateway tells from its first bin to the one after its last, which may be on its way; then it is gone.</summary>
    private static bool Tells(SortedDictionary<Instant, DemandBin> bins, Instant start)
    {
        var last = bins.Last().Value;
        return bins.First().Key <= start && start <= last.Start + last.Length && (bins.ContainsKey(start) || start > last.Start);
    }

    private static DemandBin Sum(DemandBin a, DemandBin b) => a with
    {
        PromptTokensPerSecond = a.PromptTokensPerSecond + b.PromptTokensPerSecond,
        OutputTokensPerSecond = a.OutputTokensPerSecond + b.OutputTokensPerSecond,
        RequestsPerSecond = a.RequestsPerSecond + b.RequestsPerSecond,
    };
}
