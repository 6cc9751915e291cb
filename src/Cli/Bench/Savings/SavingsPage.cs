using System.Globalization;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>The figures as a page that needs nothing beside itself. Same report, same bytes.</summary>
internal static class SavingsPage
{
    private static readonly IReadOnlyList<string> Columns = ["strategy", "GPU-hours", "against ours", "wasted", "starts", "fast", "normal", "patient", "knob", "as frozen"];

    private static readonly IReadOnlyList<string> Notes =
    [
        "Every run is the product's own routing and planning on modelled engines, request by request. GPU-hours run from the allocation of a replica to its release, cold start and drain included. One region, one pool, so that nothing but the strategy differs.",
        "Equal attainment: each strategy has one knob (the use that it plans or aims at; both thresholds of Reactive). It is turned, in steps of 3 % and then thirds of one, to the most sparing setting at which every tier still meets 99 % (DESIGN 5.11), the bounds like all others. Knob 0 is the setting as frozen; negative is more careful.",
        "Settings of our strategy and of the tuned reactive come from one search with one budget on other series and are frozen before the test.",
        "Why the paper's figures need not be seen here: its simulator lets a new replica serve at once (no provisioning delay, so Reactive costs less and misses less there), and its forecast is in-sample, one minute ahead. With real cold starts its Reactive thrashes: it starts a replica each 15 s while the first still loads.",
        "Perfect-mean plans once an hour with the true mean of each coming ten minutes; a strategy that looks every 15 seconds may beat it, so more than all of the gap can be closed. Clairvoyant follows every minute's demand and so starts often.",
    ];

    public static string Of(SavingsReport report)
    {
        var page = new HtmlPage("What scaling strategies cost at equal attainment", "GPU-hours of each strategy on real and generated days when every tier meets 99 % of its targets.");
        page.Note($"{report.Cases.Length} cases, seeds {string.Join(", ", report.Seeds)}.");
        foreach (var skipped in report.Skipped)
        {
            page.Raw($"<p class=\"bad\"><strong>Skipped: {SvgText.Escape(skipped)}</strong></p>\n");
        }

        page.Heading("The verdict").Paragraph($"{report.Cases.Count(c => c.Missed.IsEmpty)} of {report.Cases.Length} cases reach every goal.");
        page.TextTable(["case", "verdict"], report.Cases.Select(c => (IReadOnlyList<string>)[c.Name, SavingsText.Verdict(c)]));
        page.Heading("GPU-hours over ours, at equal attainment").Charts((Chart(report), "Left of one is cheaper than ours. Reactive is left out where it costs more than twice as much."));
        page.Heading("Frozen settings");
        page.TextTable(["strategy", "settings", "found by"], report.Found.Select(f => (IReadOnlyList<string>)[f.Strategy, string.Join(", ", f.Settings.Select(s => $"{s.Key} = {s.Value}")), f.Candidates > 0 ? $"{f.Candidates} candidates on {string.Join("; ", report.Training)}" : "an earlier search"]));
        foreach (var result in report.Cases)
        {
            page.Heading(result.Name).Table(Columns, result.Outcomes.Concat(result.Ablation).Select(o => Row(result, o)));
        }

        page.Heading("How this was computed").Raw("<ul>" + string.Concat(Notes.Select(n => $"<li>{SvgText.Escape(n)}</li>\n")) + "</ul>\n");
        return page.ToString();
    }

    private static string Chart(SavingsReport report)
    {
        var strategies = SavingsStrategy.All.Select(s => s.Name).Where(s => s != PlanningStrategies.LeadQuantile).ToList();
        return new BarChart
        {
            Title = "GPU-hours over ours",
            Values = new ChartAxis("GPU-hours over ours", AxisKind.Number),
            Dots = true,
            Series = strategies,
            Rows = [.. report.Cases.Select(c => new BarRow(c.Name, [.. strategies.Select(s => new ChartBar(Over(c, s)))]))],
            Format = v => v.ToString("0.00", CultureInfo.InvariantCulture),
        }.ToSvg();
    }

    private static double? Over(SavingsResult result, string strategy) =>
        result.Of(strategy).Figures.GpuHours / result.Ours.Figures.GpuHours is var over and < 2 ? over : null;

    private static IReadOnlyList<string> Row(SavingsResult result, SavingsOutcome outcome)
    {
        var figures = outcome.Figures;
        string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        return
        [
            outcome.Strategy,
            Text($"{figures.GpuHours:0}"),
            Text($"{figures.GpuHours / result.Ours.Figures.GpuHours - 1:+0.0 %;-0.0 %;0}"),
            Text($"{figures.Wasted:0}"),
            Text($"{figures.Starts:0}"),
            SavingsText.Tier(figures, ServiceTier.InteractiveFast),
            SavingsText.Tier(figures, ServiceTier.InteractiveNormal),
            SavingsText.Tier(figures, ServiceTier.NonInteractive),
            Text($"{outcome.Knob:0.#}{(outcome.Holds ? "" : ", holds nowhere")}"),
            Text($"{outcome.Frozen.GpuHours:0} at {outcome.Frozen.Attainment:P2}"),
        ];
    }
}
