using System.Globalization;
using System.Text;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>A forecast as a table.</summary>
internal static class ForecastText
{
    public static string Of(ForecastReport report)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
        var history = report.Series.History;
        Line($"{report.Series.Path}: {history.Values.Length} bins of {DurationText.Short(history.Bin)}, forecast in steps of {DurationText.Short(report.Question.Step)}");
        foreach (var note in report.Series.Notes)
        {
            Line($"  {note}");
        }

        Line($"{report.Answer.Method} ({report.Answer.Reason}): {report.Answer.Detail}");
        Line($"");
        Line($"{"from (UTC)",-18}{"5 %",12}{"median",12}{"90 %",12}{"95 %",12}{"99 %",12}");
        for (var h = 0; h < report.Answer.Steps.Length; h++)
        {
            Line($"{(report.Answer.Start + report.Question.Step * h).ToDateTimeOffset(),-18:yyyy-MM-dd HH:mm}{Row(report.Answer.Steps[h])}");
        }

        foreach (var window in report.Answer.Windows)
        {
            Line($"");
            Line($"{DurationText.Short(window.Length)} window that begins in {DurationText.Short(window.Lead)}");
            Line($"{"  mean",-18}{Row(window.Mean)}");
            Line($"{"  largest bin",-18}{Row(window.Peak)}");
        }

        if (report.Backtest is { } past)
        {
            Line($"");
            Line($"Second half, one step ahead, {past.Origins} forecasts{"error (WAPE)",24}{"answered",12}");
            foreach (var method in past.Methods)
            {
                Line($"  {method.Name,-40}{EstimateText.Percent(method.Wape),24}{method.Answered,12:P0}");
            }

            Line($"  {"given: " + report.Question.Forecaster,-40}{EstimateText.Percent(past.Wape),24}{1,12:P0}");
            Line($"  The 90 % band held {EstimateText.Percent(past.Coverage90)} of what came.");
        }

        return text.ToString();
    }

    private static string Row(LoadQuantiles q) => string.Concat(
        new[] { q.Q05, q.Q50, q.Q90, q.Q95, q.Q99 }.Select(v => EstimateText.Number(v).PadLeft(12)));
}
