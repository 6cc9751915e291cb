using System.Globalization;

namespace SageServe.Cli;

/// <summary>The curves as a page that needs nothing beside itself. Same report, same bytes.</summary>
internal static class InterferencePage
{
    public static string Of(InterferenceReport report)
    {
        var page = new HtmlPage("What patient work costs interactive traffic", "Interactive TTFT against the share of idle capacity that a deep backlog of patient work uses, by release rule.");
        page.Note(string.Create(CultureInfo.InvariantCulture, $"Scenario {report.Scenario}. {InterferenceText.Seeds(report)} Idle capacity is what patient work alone reaches on the same replicas less what interactive traffic uses, in replica seconds by the profile."));
        page.Charts((Chart(report), "Left and low is where one wants to be for a given fill: the further right a curve stays low, the better."));
        page.Table(
            ["rule", "aggressiveness", "idle used", "least .. most", "TTFT p95 ms", "rise", "least .. most", "attainment"],
            report.Points.Select(p => (IReadOnlyList<string>)[p.Rule, p.Name, Percent(p.IdleShareUsed), Range(p.Idle), Number(p.TtftP95Seconds * 1000), Percent(p.Rise.Median), Range(p.Rise), Percent(p.Attainment ?? 0)]));
        return page.ToString();
    }

    private static string Chart(InterferenceReport report) => new XyChart
    {
        Title = "Interactive TTFT p95 against fill",
        X = new ChartAxis("idle capacity used", AxisKind.Share),
        Y = new ChartAxis("TTFT p95", AxisKind.Seconds),
        XFromZero = true,
        FromZero = false,
        Series =
        [
            .. report.Points.GroupBy(p => p.Rule).Select((rule, i) => ChartSeries.Line(
                rule.Key,
                rule.Select(p => (X: p.IdleShareUsed, Y: p.TtftP95Seconds ?? 0)).Prepend((0, report.BaselineTtftP95Seconds)).OrderBy(p => p.Item1),
                i)),
            ChartSeries.Reference("10 %", (0, 1.1 * report.BaselineTtftP95Seconds), (1, 1.1 * report.BaselineTtftP95Seconds)),
        ],
    }.ToSvg();

    private static string Range(Spread spread) => $"{Percent(spread.Min)} .. {Percent(spread.Max)}";

    private static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture);

    private static string Number(double? value) => value?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-";
}
