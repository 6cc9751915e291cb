namespace SageServe.Cli;

/// <summary>GPU-hours, cost, waste and moves of each strategy as bars.</summary>
internal static class CapacityCharts
{
    public static IEnumerable<(string Svg, string Caption)> All(ComparisonResult result, int variant)
    {
        yield return (Bars(result, variant, "GPU-hours", "GPU-hours, start-up and drain included", RunFigures.GpuHours), Whiskers(result));
        yield return (Bars(result, variant, "Cost", "USD at the scenario's prices", RunFigures.CostUsd), "");
        yield return (Waste(result, variant), "As billed: paid for and serving nobody. As the paper counts: scale-outs times 2.5 or 10 minutes.");
        yield return (Bars(result, variant, "Scale moves", "actions of the planner", RunFigures.Moves), "One action may start or stop several replicas.");
    }

    public static ChartBar Bar(Estimate? estimate) => new(estimate?.Mean, estimate?.Low, estimate?.High);

    private static string Whiskers(ComparisonResult result) => result.Plan.Seeds.Length > 1 ? "Means over seeds; whiskers are 95 % intervals." : "One seed: no intervals.";

    private static string Bars(ComparisonResult result, int variant, string title, string label, string path) => new BarChart
    {
        Title = title,
        Values = new ChartAxis(label),
        Rows = [.. Summaries(result, variant).Select(s => new BarRow(s.Strategy, [Bar(s.Value(path))]))],
        Format = v => EstimateText.Number(v),
    }.ToSvg();

    private static string Waste(ComparisonResult result, int variant) => new BarChart
    {
        Title = "Wasted GPU-hours",
        Values = new ChartAxis("GPU-hours"),
        Series = ["as billed", "as the paper counts", "ready and idle"],
        Rows = [.. Summaries(result, variant).Select(s => new BarRow(s.Strategy, [Bar(s.Value(RunFigures.Wasted)), Bar(s.Value(RunFigures.WastedPaper)), Bar(s.Value(RunFigures.Idle))]))],
        Format = v => EstimateText.Number(v),
    }.ToSvg();

    private static IEnumerable<StrategySummary> Summaries(ComparisonResult result, int variant) =>
        Enumerable.Range(0, result.Plan.Strategies.Length).Select(i => result.Summary(variant, i));
}
