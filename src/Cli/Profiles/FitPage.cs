using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Cli;

/// <summary>A fit as a page: what was fitted, how well, and the residuals to look at.</summary>
internal static class FitPage
{
    /// <summary>Dots of one chart; more only make it heavy.</summary>
    private const int MostDots = 2000;

    public static string Of(string file, FitOutcome outcome)
    {
        var page = new HtmlPage(
            $"Profile of {outcome.Profile.Model} on {outcome.Profile.Accelerator}",
            $"Fitted to {Path.GetFileName(file)} ({outcome.Kind}). Dots on the grey line are predicted as measured; residuals should scatter around zero at every size, without a trend.");
        page.Heading("Step times").Table(
            ["", "value", "standard error"],
            outcome.Numbers.Select(n => (IReadOnlyList<string>)[n.Name, FitText.Seconds(n.Value), n.RelativeError is { } e ? FitText.Percent(e) : "taken, not fitted"]));
        page.Heading("Goodness of fit").Table(
            ["", "points", "R²", "mean error", "bias"],
            outcome.Series.SelectMany(Quality));
        foreach (var note in outcome.Notes)
        {
            page.Paragraph(note);
        }

        foreach (var warning in outcome.Warnings)
        {
            page.Note("Not in the data: " + warning);
        }

        foreach (var series in outcome.Series)
        {
            page.Heading(Capital(series.Name)).Charts((Against(series), ""), (Residuals(series), ""));
        }

        if (outcome.Curves.Length > 0)
        {
            page.Heading("Throughput").Charts((Throughput(outcome.Curves), "Lines are the profile, dots the measurements, by prompt and output tokens."));
        }

        return page.ToString();
    }

    public static string Against(FitSeries series)
    {
        var dots = Thin(series);
        var least = dots.Min(p => Math.Min(p.Measured, p.Predicted));
        var most = dots.Max(p => Math.Max(p.Measured, p.Predicted));
        return new XyChart
        {
            Title = Capital(series.Name) + ": predicted against measured",
            X = new ChartAxis("measured", AxisKind.Seconds) { Log = true },
            Y = new ChartAxis("predicted", AxisKind.Seconds) { Log = true },
            Series =
            [
                ChartSeries.Reference("", (least, least), (most, most)),
                ChartSeries.Dots("", dots.Select(p => (p.Measured, p.Predicted)), 0),
            ],
            Height = 320,
        }.ToSvg();
    }

    public static string Residuals(FitSeries series)
    {
        var dots = Thin(series);
        var most = dots.Max(p => p.Size);
        return new XyChart
        {
            Title = Capital(series.Name) + ": residual against size",
            X = new ChartAxis(series.SizeName),
            Y = new ChartAxis("predicted / measured - 1", AxisKind.Share),
            Series =
            [
                ChartSeries.Reference("", (0, 0), (most, 0)),
                ChartSeries.Dots("", dots.Select(p => (p.Size, p.Error)), 0),
            ],
            Height = 320,
            XFromZero = true,
            FromZero = false,
        }.ToSvg();
    }

    private static string Throughput(ImmutableArray<FitSeries> curves) => new XyChart
    {
        Title = "Throughput against batch",
        X = new ChartAxis("requests in the batch"),
        Y = new ChartAxis("tokens per second"),
        Series =
        [
            .. curves.Select((c, i) => ChartSeries.Line(c.Name, c.Points.Select(p => (p.Size, p.Predicted)), i)),
            .. curves.Select((c, i) => ChartSeries.Dots("", c.Points.Select(p => (p.Size, p.Measured)), i)),
        ],
        Height = 320,
        XFromZero = true,
    }.ToSvg();

    private static IEnumerable<IReadOnlyList<string>> Quality(FitSeries series)
    {
        yield return [Capital(series.Name), Count(series.Points.Length), series.RSquared.ToString("0.000", CultureInfo.InvariantCulture), FitText.Percent(series.Mape), FitText.Percent(series.Bias)];
        foreach (var region in series.Regions())
        {
            yield return [string.Create(CultureInfo.InvariantCulture, $"— {region.Span} {series.SizeName}"), Count(region.Points), "", FitText.Percent(region.Mape), FitText.Percent(region.Bias)];
        }
    }

    private static FitPoint[] Thin(FitSeries series)
    {
        var step = Math.Max(1, (series.Points.Length + MostDots - 1) / MostDots);
        return [.. series.Points.Where((_, i) => i % step == 0)];
    }

    private static string Capital(string name) => string.Concat(char.ToUpperInvariant(name[0]).ToString(), name.AsSpan(1));

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
