using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>
/// Fills what is missing between two bins of a series: never with nothing, because a time that nobody measured was not idle. Up to an hour by a
/// straight line, longer by the same time of another day, else by the line too. Before a series' first bin and after its last one there
/// was none of it, where other series were told meanwhile.
/// </summary>
internal sealed class GapFilling
{
    private const int MostDaysAway = 7;
    private static readonly TimeSpan Short = TimeSpan.FromHours(1);

    private readonly ImmutableArray<DemandBin>.Builder _bins = ImmutableArray.CreateBuilder<DemandBin>();
    private readonly List<DemandGap> _gaps = [];
    private readonly TestWindow _window;

    private GapFilling(TestWindow window) => _window = window;

    /// <param name="bins">Of all series and all of the time.</param>
    /// <param name="window">What is to be filled.</param>
    public static (ImmutableArray<DemandBin> Bins, IReadOnlyList<DemandGap> Gaps) Of(ImmutableArray<DemandBin> bins, TestWindow window)
    {
        var filling = new GapFilling(window);
        foreach (var series in bins.GroupBy(b => b.Series).OrderBy(g => g.Key))
        {
            filling.Add(series.Key, [.. series.OrderBy(b => b.Start)]);
        }

        return (filling._bins.ToImmutable(), filling._gaps);
    }

    private void Add(DemandSeriesId id, DemandBin[] all)
    {
        var length = DemandRecord.Usual(all);
        var at = all.ToDictionary(b => b.Start);
        var reached = _window.Start;
        DemandBin? before = all.LastOrDefault(b => b.Start < _window.Start);
        foreach (var bin in all.Where(b => b.Start >= _window.Start && b.Start + b.Length <= _window.End))
        {
            if (before is not null && bin.Start > reached)
            {
                Fill(id, reached, bin.Start, length, before, bin, at);
            }

            _bins.Add(bin);
            (before, reached) = (bin, bin.Start + bin.Length);
        }

        var after = all.FirstOrDefault(b => b.Start >= _window.End);
        if (before is not null && after is not null && reached < _window.End)
        {
            Fill(id, reached, _window.End, length, before, after, at);
        }
    }

    private void Fill(DemandSeriesId id, Instant from, Instant to, TimeSpan length, DemandBin before, DemandBin after, Dictionary<Instant, DemandBin> at)
    {
        var others = to - from > Short;
        var filled = DemandGap.Line;
        for (var start = from; start + length <= to; start += length)
        {
            if (others && OtherDay(start, at) is { } other)
            {
                _bins.Add(other with { Start = start, Length = length });
                filled = DemandGap.OtherDay;
            }
            else
            {
                _bins.Add(Between(before, after, start, length));
            }
        }

        _gaps.Add(new DemandGap(id, from, to, filled));
    }

    /// <summary>The nearest day first, of two alike the earlier.</summary>
    private static DemandBin? OtherDay(Instant start, Dictionary<Instant, DemandBin> at)
    {
        for (var days = 1; days <= MostDaysAway; days++)
        {
            if (at.TryGetValue(start - TimeSpan.FromDays(days), out var bin) || at.TryGetValue(start + TimeSpan.FromDays(days), out bin))
            {
                return bin;
            }
        }

        return null;
    }

    private static DemandBin Between(DemandBin before, DemandBin after, Instant start, TimeSpan length)
    {
        var share = (start - before.Start) / (after.Start - before.Start);
        double At(double a, double b) => a + share * (b - a);
        return before with
        {
            Start = start,
            Length = length,
            PromptTokensPerSecond = At(before.PromptTokensPerSecond, after.PromptTokensPerSecond),
            OutputTokensPerSecond = At(before.OutputTokensPerSecond, after.OutputTokensPerSecond),
            RequestsPerSecond = At(before.RequestsPerSecond, after.RequestsPerSecond),
        };
    }
}
