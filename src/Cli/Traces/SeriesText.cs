using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>A rate series for people: text and a page.</summary>
internal static class SeriesText
{
    public static string Of(SeriesDescription d)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
        Line($"{d.File}: a rate without requests, {d.Bins} bins of {DurationText.Short(TimeSpan.FromSeconds(d.BinSeconds))}");
        Line($"Rate         mean {d.Mean:0.###} {d.Unit}, peak {d.Peak:0.###}, trough {d.Trough:0.###}, coefficient of variation {d.Variation:0.###}");
        Line($"Daily rhythm {Known(d.DiurnalScore, "0.###")} (hourly rates against those a day before)");
        Line($"Forecasts    an hour ahead, error over the mean: as this hour {Known(d.HourAheadError, "0.0 %")}, as the same hour yesterday {Known(d.DayAheadError, "0.0 %")}");
        return text.ToString();
    }

    public static string Page(SeriesDescription d)
    {
        var days = d.Bins * d.BinSeconds > 3 * 86_400;
        var unit = days ? 86_400.0 : 3600.0;
        var chart = new XyChart
        {
            Title = "Rate over time",
            X = new ChartAxis(days ? "days from the first bin" : "hours from the first bin"),
            Y = new ChartAxis(d.Unit),
            Series = [ChartSeries.Line("", d.Rate.Select((r, i) => ((i + 0.5) * d.BinSeconds / unit, r)), 0)],
            XFromZero = true,
            Width = 1000,
        };
        return new HtmlPage($"Rate series {d.File}", $"{d.Bins} bins of {DurationText.Short(TimeSpan.FromSeconds(d.BinSeconds))}.").Charts((chart.ToSvg(), "")).Fold("As text", Of(d)).ToString();
    }

    private static string Known(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "unknown: too short";
}
