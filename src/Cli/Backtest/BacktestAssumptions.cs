using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Cli;

/// <summary>What the figures rest on.</summary>
internal static class BacktestAssumptions
{
    private static readonly TimeSpan DailyPattern = TimeSpan.FromDays(2);

    public static ImmutableArray<string> Of(BacktestReport report) =>
    [
        "Requests are served by modelled engines, with the catalog's profiles, cold starts and prices, and no failures. A profile that is off moves all strategies, and what they are held against when that really ran.",
        Drawn(report), Told(report),
        "Interactive requests stream and patient ones do not; nobody asks again or leaves. Output tokens of a gateway's record are those that were expected at arrival.",
        "Pools start with what the first hour of the test needs, whatever ran then. Options of planning are the product's own"
            + (report.Options.Set.IsEmpty ? "." : $", but for {string.Join(" ", report.Options.Set.Select(s => $"{s.Key}={s.Value}"))}."),
        .. Gaps(report), .. Thinned(report), .. Ran(report),
    ];

    private static string Drawn(BacktestReport report)
    {
        var longest = report.Load.Load.Bins.Max(b => b.Length);
        return $"Every bin has the record's requests and tokens; moments within it and single sizes ({report.Options.Sizes}) are drawn anew for each seed."
            + (longest > DemandRecord.Minute ? $" Within bins of {DurationText.Exact(longest)} the load moves straight along their neighbours: peaks that they hide would cost attainment." : "");
    }

    private static string Told(BacktestReport report)
    {
        var past = report.Load.Window.Past;
        return past <= TimeSpan.Zero
            ? "Forecasts were told nothing from before the test, and learn from it as it goes on."
            : $"Forecasts were told the {DurationText.Short(past)} before the test, and the test as it went on{(past < DailyPattern ? "; that is too little for a daily pattern" : "")}.";
    }

    private static IEnumerable<string> Gaps(BacktestReport report)
    {
        if (report.Load.Gaps.Count > 0)
        {
            var others = report.Load.Gaps.Where(g => g.FilledBy == DemandGap.OtherDay).Sum(g => g.Length.TotalSeconds) / report.Load.Gaps.Sum(g => g.Length.TotalSeconds);
            yield return string.Create(CultureInfo.InvariantCulture, $"{EstimateText.Percent(report.Load.GapShare)} of the time of all series has no bin and was filled: {others * 100:0} % of that by the same time of another day, the rest by a straight line. What really came then is unknown.");
        }
    }

    private static IEnumerable<string> Thinned(BacktestReport report)
    {
        if (report.Options.Scale < 1)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Requests and fleet are thinned to {report.Options.Scale * 100:0.###} %: figures are of that share. A small fleet swings more and rounds up, so that every strategy needs relatively more replicas than the whole fleet would; differences say more than the figures themselves.");
        }
    }

    private static IEnumerable<string> Ran(BacktestReport report)
    {
        if (report.Ran is { } ran)
        {
            yield return "What really ran was counted, the strategies were simulated: the one has all that went wrong in it, the other the model's errors."
                + (ran.KnownShare < 0.999 ? $" Replicas were counted {EstimateText.Percent(ran.KnownShare)} of the time; the rest counts as their mean." : "");
        }
    }
}
