namespace SageServe.Cli.Tests;

/// <summary>One chart of each kind from made-up numbers.</summary>
internal static class ChartGallery
{
    private static readonly double Monday = new DateTimeOffset(2024, 5, 13, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds() / 3600.0;

    public static string Page() => new HtmlPage("Gallery", "Every kind of chart.")
        .Charts(All())
        .Table(["name", "value"], [["<a>", "1 & 2"]])
        .Fold("more", "text < text")
        .ToString();

    public static IEnumerable<(string Svg, string Caption)> All() => [(Clock(), "Demand and capacity."), (Stack(), "Replicas."), (Scatter(), "Residuals."), (Cdf(), "A distribution."), (Bars(), "With intervals."), (Dots(), "On a logarithmic axis."), (Many(), "Eight lines.")];

    private static string Clock() => new XyChart
    {
        Title = "Demand against capacity",
        X = new ChartAxis("envelope time", AxisKind.Clock),
        Y = new ChartAxis("prompt tokens/s"),
        Series =
        [
            new ChartSeries("forecast band", SeriesShape.Band, [.. Day().Select(h => new ChartPoint(h, Demand(h) * 1.2, Demand(h) * 0.8))], 4),
            ChartSeries.Line("demand", Day().Select(h => (h, Demand(h))), 1),
            ChartSeries.Step("capacity", Day().Select(h => (h, Math.Ceiling(Demand(h) / 20_000) * 20_000)), 0),
        ],
    }.ToSvg();

    private static string Stack()
    {
        var x = Day().ToList();
        return new XyChart
        {
            Title = "Replicas",
            X = new ChartAxis("envelope time", AxisKind.Clock),
            Y = new ChartAxis("replicas"),
            Series = ChartSeries.Stack(
                x,
                ("ready", [.. x.Select(h => Math.Ceiling(Demand(h) / 20_000))], 0),
                ("starting", [.. x.Select((_, i) => i % 30 == 0 ? 2.0 : 0)], 1),
                ("draining", [.. x.Select((_, i) => i % 24 < 2 ? 1.0 : 0)], 2)),
        }.ToSvg();
    }

    private static string Scatter()
    {
        var random = new RandomStream(4);
        return new XyChart
        {
            Title = "Predicted against measured",
            X = new ChartAxis("measured TTFT", AxisKind.Seconds) { Log = true },
            Y = new ChartAxis("predicted TTFT", AxisKind.Seconds) { Log = true },
            Series =
            [
                ChartSeries.Dots("H100", Enumerable.Range(0, 200).Select(_ => random.NextExponential(1)).Select(t => (t, t * (0.8 + 0.4 * random.NextDouble()))), 0),
                ChartSeries.Dots("A100", Enumerable.Range(0, 200).Select(_ => random.NextExponential(2)).Select(t => (t, t * (0.7 + 0.4 * random.NextDouble()))), 1),
                ChartSeries.Reference("y = x", (0.01, 0.01), (10, 10)),
            ],
        }.ToSvg();
    }

    private static string Cdf()
    {
        var random = new RandomStream(5);
        return new XyChart
        {
            Title = "Prompt tokens",
            X = new ChartAxis("tokens") { Log = true },
            Y = new ChartAxis("share of requests", AxisKind.Share),
            Series = [.. new[] { "chat", "code", "batch" }.Select((name, i) => ChartSeries.Cdf(name, [.. Enumerable.Range(0, 2000).Select(_ => random.NextExponential(400 * Math.Pow(3, i)))], i))],
        }.ToSvg();
    }

    private static string Bars() => new BarChart
    {
        Title = "GPU-hours wasted",
        Values = new ChartAxis("GPU-hours"),
        Series = ["as billed", "as the paper counts"],
        Rows = [new BarRow("reactive", [new(120, 110, 130), new(80, 75, 85)]), new BarRow("lt-ua", [new(30, 28, 32), new(12)]), new BarRow("clairvoyant", [new(null), new(0, 0, 0)])],
    }.ToSvg();

    private static string Dots() => new BarChart
    {
        Title = "TTFT",
        Values = new ChartAxis("seconds", AxisKind.Seconds) { Log = true },
        Dots = true,
        Series = ["p50", "p95", "p99"],
        Rows = [new BarRow("reactive", [new(0.1, 0.09, 0.12), new(0.8, 0.7, 1.1), new(12, 8, 17)]), new BarRow("lt-ua", [new(0.1), new(0.5), new(2)])],
    }.ToSvg();

    private static string Many() => new XyChart
    {
        Title = "Eight lines",
        X = new ChartAxis("hours"),
        Y = new ChartAxis("SLO attainment", AxisKind.Share) { Max = 1 },
        FromZero = false,
        Series = [.. Enumerable.Range(0, 8).Select(i => ChartSeries.Line($"strategy-{i}", Enumerable.Range(0, 40).Select(h => ((double)h, 1 - 0.01 * i * Math.Abs(Math.Sin(h / 6.0 + i)))), i))],
    }.ToSvg();

    private static IEnumerable<double> Day() => Enumerable.Range(0, 145).Select(i => Monday + i / 6.0);

    private static double Demand(double hour) => 60_000 + 50_000 * Math.Sin((hour - Monday - 9) / 24 * 2 * Math.PI);
}
