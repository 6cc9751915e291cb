namespace SageServe.Cli;

/// <summary>A backtest as a page: the verdict and a table first, then the charts that <c>compare</c> has, then what it rests on.</summary>
internal static class BacktestPage
{
    public static string Of(BacktestReport report)
    {
        var (window, result) = (report.Load.Window, report.Result);
        var page = new HtmlPage(
            $"Backtest of {report.Options.Source}",
            $"{window.Start.ToDateTimeOffset():yyyy-MM-dd HH:mm} to {window.End.ToDateTimeOffset():yyyy-MM-dd HH:mm} UTC, {EstimateText.Number(report.Load.Requests)} requests, {report.Seeds}.");
        page.Heading("The verdict").Paragraph(report.Verdict.Text);
        foreach (var note in RecordRemarks.Of(report))
        {
            page.Note(note);
        }

        Table(page, report);
        page.Heading("What it rests on").Raw("<ul>" + string.Concat(BacktestAssumptions.Of(report).Select(a => $"<li>{SvgText.Escape(a)}</li>\n")) + "</ul>\n");
        page.Heading("Capacity and cost").Charts(CapacityCharts.All(result, 0));
        page.Heading("How requests were served").Charts(ServiceCharts.All(result, 0));
        if (report.Ran is { } ran)
        {
            page.Heading("What really ran").Charts((Replicas(ran), "Starting, ready and draining replicas of all pools."));
        }

        TimelineCharts.Draw(page, result);
        return page.Script(CompareReport.Choose).ToString();
    }

    private static void Table(HtmlPage page, BacktestReport report)
    {
        string[] tiers = [.. report.Strategies.SelectMany(s => s.Tiers.Keys).Distinct().Order(StringComparer.Ordinal)];
        List<IReadOnlyList<string>> rows = [];
        if (report.Ran is { } ran)
        {
            rows.Add(
            [
                "what really ran", EstimateText.Number(ran.GpuHours), EstimateText.Number(ran.CostUsd), "baseline",
                .. tiers.Select(t => EstimateText.Percent(ran.Attainment.TryGetValue(t, out var met) ? met : null)), EstimateText.Number(ran.Started), EstimateText.Number(ran.Stopped), EstimateText.None, EstimateText.None,
            ]);
        }

        rows.AddRange(report.Strategies.Select(own => (IReadOnlyList<string>)
        [
            own.Name + (own.IsBound ? " (a bound)" : ""), Number(own.GpuHours), Number(own.CostUsd), own.AgainstBaseline is { } against ? $"{EstimateText.Signed(against.CostPercent?.Mean, " %")} {EstimateText.Range(against.CostPercent, v => EstimateText.Signed(v, ""))}" : "baseline",
            .. tiers.Select(t => Tier(own, t)), Number(own.Started), Number(own.Stopped), Number(own.WastedGpuHours), Number(own.PatientLate),
        ]));
        page.Table(
            ["strategy", "GPU-hours", "cost USD", $"cost against {report.Baseline}", .. tiers.Select(t => $"SLO met, {t} (goal {EstimateText.Percent(report.Goal(t))})"), "starts", "stops", "wasted GPU-hours", "patient requests late"],
            rows);
    }

    private static string Tier(BacktestStrategy own, string tier) => !own.Tiers.TryGetValue(tier, out var told)
        ? EstimateText.None
        : $"{EstimateText.Percent(told.Attainment?.Mean)} {(told.Holds ? "" : "(below its goal) ")}{EstimateText.Range(told.Attainment, EstimateText.Percent)}".TrimEnd();

    private static string Number(Estimate? estimate)
    {
        var range = EstimateText.Range(estimate, EstimateText.Number);
        return EstimateText.Number(estimate?.Mean) + (range.Length > 0 ? $" ({range})" : "");
    }

    private static string Replicas(RanFleet ran) => new XyChart
    {
        Title = "Replicas, as it ran",
        X = new ChartAxis("UTC", AxisKind.Clock),
        Y = new ChartAxis("replicas"),
        Series = [ChartSeries.Step("as it ran", ran.Replicas.Select(r => (r.Hours, r.Replicas)), 0)],
    }.ToSvg();
}
