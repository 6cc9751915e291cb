using System.Collections.Immutable;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>A record made ready to be run: cut to the test, gaps filled, matched with the catalog, thinned.</summary>
/// <param name="Load">For the simulator.</param>
/// <param name="Window">What is tested.</param>
/// <param name="Gaps">What was filled.</param>
/// <param name="LeftOut">What the catalog can't serve, and why.</param>
/// <param name="Notes">What else is to be known of the record.</param>
internal sealed record BacktestLoad(RecordedLoad Load, TestWindow Window, IReadOnlyList<DemandGap> Gaps, ImmutableArray<string> LeftOut, ImmutableArray<string> Notes)
{
    private static readonly TimeSpan FirstHour = TimeSpan.FromHours(1);

    /// <summary>Filled time over the time of all series.</summary>
    public double GapShare => Gaps.Sum(g => g.Length.TotalSeconds) / Math.Max(1, Load.Bins.Sum(b => b.Length.TotalSeconds));

    /// <summary>That one run serves, within rounding.</summary>
    public double Requests => Load.Bins.Sum(b => b.RequestsPerSecond * b.Length.TotalSeconds) * Load.Share;

    public static BacktestLoad Of(DemandRecord record, ServingCatalog catalog, BacktestOptions options)
    {
        var (bins, left) = ServedDemand.Of(record, catalog);
        var window = TestWindow.Of(record with { Bins = bins }, options);
        var (filled, gaps) = GapFilling.Of(bins, window);
        if (!filled.Any(b => b.RequestsPerSecond > 0))
        {
            throw new BadInputException($"{options.Source}: no requests came from {window.Start.ToDateTimeOffset():yyyy-MM-dd HH:mm} to {window.End.ToDateTimeOffset():yyyy-MM-dd HH:mm}; there is nothing to test.");
        }

        var fleet = ThinnedFleet.Of(catalog, options.Scale);
        var load = new RecordedLoad
        {
            Catalog = fleet,
            Bins = filled,
            Past = [.. bins.Where(b => b.Start >= window.PastFrom && b.Start + b.Length <= window.Start).Select(b => Times(b, options.Scale))],
            Calendar = options.Calendar?.Days ?? LoadCalendar.None,
            Start = window.Start,
            Duration = window.Tested,
            Initial = [],
            Share = options.Scale,
            Sizes = options.Sizes,
        };
        return new BacktestLoad(load with { Initial = FirstFleet(load) }, window, gaps, left, [.. record.Notes, .. Special(window, options), .. Shorter(window, options), .. Ends(filled, window)]);
    }

    /// <summary>What the first hour needs, where each region is served by its own pools, or by the nearest region that has one.</summary>
    private static ImmutableArray<InitialReplicas> FirstFleet(RecordedLoad load)
    {
        var scenario = new BacktestSource(load, "").Build(0);
        return InitialFleet.For(scenario with
        {
            History =
            [
                .. load.Bins.Where(b => b.Start < load.Start + FirstHour)
                    .Select(b => Times(b, load.Share) with { Start = b.Start - FirstHour, Length = b.Length < FirstHour ? b.Length : FirstHour, Series = b.Series with { Origin = Served(b.Series, load.Catalog) } }),
            ],
        });
    }

    private static RegionId Served(DemandSeriesId series, ServingCatalog catalog) => catalog.Pools
        .Where(p => p.Id.Model == series.Model && p.MaxReplicas > 0)
        .OrderBy(p => catalog.Region(series.Origin).RoundTripTo(p.Id.Region)).ThenBy(p => p.Id)
        .First().Id.Region;

    private static IEnumerable<string> Special(TestWindow window, BacktestOptions options)
    {
        if (options.Calendar is { } calendar)
        {
            int Within(Instant from, Instant to) => calendar.Days.Days.Count(d => d.Start < to && d.End > from);
            yield return $"Forecasts are told of the special days of {calendar.File}: {Within(window.Start, window.End)} in the tested time, {Within(window.PastFrom, window.Start)} in the past before it. In that past nobody may have known them yet.";
        }
    }

    private static IEnumerable<string> Shorter(TestWindow window, BacktestOptions options)
    {
        if (options.Days is { } days && window.Tested < TimeSpan.FromDays(days) * 0.99)
        {
            yield return $"The record is too short for {DurationText.Short(TimeSpan.FromDays(days))} and a past before them: {DurationText.Short(window.Tested)} are tested, {DurationText.Short(window.Past)} before them are told to forecasts.";
        }
    }

    private static IEnumerable<string> Ends(ImmutableArray<DemandBin> filled, TestWindow window)
    {
        foreach (var series in filled.GroupBy(b => b.Series).OrderBy(g => g.Key))
        {
            var (first, last) = (series.Min(b => b.Start), series.Max(b => b.Start + b.Length));
            if (first > window.Start || last < window.End)
            {
                yield return $"{series.Key.Model} from {series.Key.Origin}, {series.Key.Tier.WireName()}, is told of from {first.ToDateTimeOffset():yyyy-MM-dd HH:mm} to {last.ToDateTimeOffset():yyyy-MM-dd HH:mm} only; around that there is none of it.";
            }
        }
    }

    private static DemandBin Times(DemandBin bin, double share) => bin with
    {
        PromptTokensPerSecond = bin.PromptTokensPerSecond * share,
        OutputTokensPerSecond = bin.OutputTokensPerSecond * share,
        RequestsPerSecond = bin.RequestsPerSecond * share,
    };
}
