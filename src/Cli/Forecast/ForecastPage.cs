namespace SageServe.Cli;

/// <summary>A forecast as a page with its chart.</summary>
internal static class ForecastPage
{
    /// <summary>Steps of the past that are drawn for each step forecast, at least a day's worth.</summary>
    private const int PastFactor = 4;

    public static string Of(ForecastReport report)
    {
        var step = report.Question.Step;
        var hours = Math.Max(24, PastFactor * report.Answer.Steps.Length * step.TotalHours);
        var past = Past(report, hours).ToList();
        double At(int h) => (h + 0.5) * step.TotalHours;
        var chart = new XyChart
        {
            Title = "What came, and what is expected",
            X = new ChartAxis("hours from now"),
            Y = new ChartAxis("value"),
            Series =
            [
                ChartSeries.Line("came", past, 0),
                new ChartSeries("5 to 95 %", SeriesShape.Band, [.. report.Answer.Steps.Select((q, h) => new ChartPoint(At(h), q.Q95, q.Q05))], 1),
                ChartSeries.Line("median", report.Answer.Steps.Select((q, h) => (At(h), q.Q50)), 1),
                ChartSeries.Line("99 %", report.Answer.Steps.Select((q, h) => (At(h), q.Q99)), 2),
            ],
            Width = 1000,
        };
        return new HtmlPage($"Forecast of {Path.GetFileName(report.Series.Path)}", report.Answer.Detail).Charts((chart.ToSvg(), "")).Fold("As text", ForecastText.Of(report)).ToString();
    }

    private static IEnumerable<(double X, double Y)> Past(ForecastReport report, double hours)
    {
        var history = report.Series.History;
        for (var i = 0; i < history.Values.Length; i++)
        {
            var at = (history.Start + history.Bin * i - report.Answer.Start).TotalHours;
            if (at >= -hours && at < 0)
            {
                yield return (at, history.Values[i]);
            }
        }
    }
}
