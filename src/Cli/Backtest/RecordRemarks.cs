namespace SageServe.Cli;

/// <summary>What was found in the record and how runs ended, in sentences: gaps, what was left out, notes.</summary>
internal static class RecordRemarks
{
    /// <summary>Gaps that are told one by one.</summary>
    private const int GapsTold = 10;

    public static IEnumerable<string> Of(BacktestReport report) =>
        [.. Gaps(report), .. report.Load.LeftOut.Select(l => "LEFT OUT " + l), .. report.Notes()];

    private static IEnumerable<string> Gaps(BacktestReport report)
    {
        var gaps = report.Load.Gaps.GroupBy(g => (g.From, g.To, g.FilledBy)).OrderBy(g => g.Key.From).ToList();
        foreach (var gap in gaps.Take(GapsTold))
        {
            yield return $"GAP {gap.Key.From.ToDateTimeOffset():yyyy-MM-dd HH:mm} to {gap.Key.To.ToDateTimeOffset():yyyy-MM-dd HH:mm}, {(gap.Count() == 1 ? Name(gap.First().Series) : $"{gap.Count()} series")}: filled by {(gap.Key.FilledBy == DemandGap.Line ? "a straight line" : "another day")}";
        }

        if (gaps.Count > GapsTold)
        {
            yield return $"GAP {gaps.Count - GapsTold} more; together {EstimateText.Percent(report.Load.GapShare)} of the time of all series";
        }
    }

    private static string Name(DemandSeriesId series) => $"{series.Model} from {series.Origin}, {series.Tier.WireName()}";
}
