using System.Globalization;

namespace SageServe.Cli;

/// <summary>Sweeps as lines against the value, every variant as a row of a table beside the unchanged scenario.</summary>
internal static class VariantCharts
{
    public static void Draw(HtmlPage page, ComparisonResult result)
    {
        if (result.Plan.Variants.Length == 1)
        {
            return;
        }

        page.Heading("Sweeps and what-ifs");
        if (Swept(result) is { } path)
        {
            page.Charts(Sweep(result, path));
        }

        page.Charts(Bars(result));
        page.Table(
            ["variant", "strategy", "GPU-hours", "against unchanged", "cost USD", .. Tiers(result).Select(t => $"SLO met, {t}")],
            Enumerable.Range(0, result.Plan.Variants.Length).SelectMany(v => Enumerable.Range(0, result.Plan.Strategies.Length).Select(s => Row(result, v, s))));
        page.Note("Differences are paired by seed: against the same strategy on the unchanged scenario under the same seed.");
    }

    /// <summary>The first swept path whose values all are numbers; null when nothing can stand on an axis.</summary>
    private static string? Swept(ComparisonResult result) => result.Plan.Variants
        .SelectMany(v => v.Changes)
        .GroupBy(c => c.Key, StringComparer.Ordinal)
        .FirstOrDefault(g => g.Select(c => c.Value).Distinct().Count() > 1 && g.All(c => Number(c.Value) is not null))?.Key;

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static IEnumerable<(string Svg, string Caption)> Sweep(ComparisonResult result, string path)
    {
        yield return (Line(result, path, "GPU-hours", new ChartAxis("GPU-hours"), RunFigures.GpuHours, fromZero: true), "Bands are 95 % intervals of the mean.");
        foreach (var tier in Tiers(result))
        {
            yield return (Line(result, path, $"SLO attainment, {tier}", new ChartAxis("share of requests (axis does not begin at 0)", AxisKind.Share) { Max = 1 }, RunFigures.OfTier(tier, "slo_attainment"), fromZero: false), "");
        }
    }

    /// <summary>One line for each strategy and each choice of the other swept values.</summary>
    private static string Line(ComparisonResult result, string path, string title, ChartAxis axis, string figure, bool fromZero)
    {
        var series = new List<ChartSeries>();
        var points = result.Plan.Variants.Select((v, i) => (Variant: v, Number: i)).Where(p => p.Variant.Changes.Any(c => c.Key == path));
        foreach (var line in points.GroupBy(p => string.Join(", ", p.Variant.Changes.Where(c => c.Key != path).Select(c => $"{c.Key.Split('.')[^1]}={c.Value}"))))
        {
            for (var strategy = 0; strategy < result.Plan.Strategies.Length; strategy++)
            {
                var values = line
                    .Select(p => (X: Number(p.Variant.Changes.First(c => c.Key == path).Value)!.Value, Y: result.Summary(p.Number, strategy).Value(figure)))
                    .Where(p => p.Y is not null).OrderBy(p => p.X).Select(p => (p.X, Y: p.Y!.Value)).ToList();
                var name = line.Key.Length > 0 ? $"{result.Plan.Strategies[strategy]}, {line.Key}" : result.Plan.Strategies[strategy];
                var colour = series.Count / 2;
                series.Add(ChartSeries.Line(name, values.Select(v => (v.X, v.Y.Mean)), colour));
                series.Add(new ChartSeries("", SeriesShape.Band, [.. values.Where(v => v.Y.Low is not null).Select(v => new ChartPoint(v.X, v.Y.High!.Value, v.Y.Low!.Value))], colour));
            }
        }

        return new XyChart { Title = $"{title} against {path}", X = new ChartAxis(path), Y = axis, Series = series, FromZero = fromZero }.ToSvg();
    }

    private static IEnumerable<(string Svg, string Caption)> Bars(ComparisonResult result)
    {
        for (var strategy = 0; strategy < result.Plan.Strategies.Length; strategy++)
        {
            yield return (new BarChart
            {
                Title = $"GPU-hours of {result.Plan.Strategies[strategy]}",
                Values = new ChartAxis("GPU-hours"),
                Rows = [.. result.Plan.Variants.Select((v, i) => new BarRow(Short(v.Name), [CapacityCharts.Bar(result.Summary(i, strategy).Value(RunFigures.GpuHours))]))],
                Format = v => EstimateText.Number(v),
            }.ToSvg(), "");
        }
    }

    private static string Short(string name) => name.Length <= 34 ? name : "…" + name[^33..];

    private static List<string> Tiers(ComparisonResult result) =>
        [.. ServiceTiers.All.Select(t => t.WireName()).Where(t => result.Summary(0, 0).Value(RunFigures.OfTier(t, "slo_attainment")) is not null)];

    private static IReadOnlyList<string> Row(ComparisonResult result, int variant, int strategy)
    {
        var own = result.Summary(variant, strategy);
        var against = own.AgainstUnchanged.FirstOrDefault(f => f.Path == "gpu_hours_percent").Value;
        var range = EstimateText.Range(against, v => EstimateText.Signed(v, ""));
        return
        [
            result.Plan.Variants[variant].Name, own.Strategy, EstimateText.Number(own.Value(RunFigures.GpuHours)?.Mean),
            variant == 0 ? "" : EstimateText.Signed(against?.Mean, " %") + (range.Length > 0 ? $" ({range})" : ""), EstimateText.Number(own.Value(RunFigures.CostUsd)?.Mean),
            .. Tiers(result).Select(t => EstimateText.Percent(own.Value(RunFigures.OfTier(t, "slo_attainment"))?.Mean)),
        ];
    }
}
