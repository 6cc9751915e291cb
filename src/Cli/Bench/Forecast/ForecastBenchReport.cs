using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>What <c>bench forecast</c> measured.</summary>
/// <param name="Series">Each open series.</param>
/// <param name="Missing">Files that are not there; their series are left out.</param>
/// <param name="Cost">Null where it was not measured.</param>
internal sealed record ForecastBenchReport(IReadOnlyList<SeriesScore> Series, IReadOnlyList<string> Missing, RefitCost? Cost)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>Share of all hours of all series within their bands; null without a series.</summary>
    public double? PooledCoverage90 => Series.Count == 0 ? null : Series.Sum(s => s.Coverage90 * s.Hours) / Series.Sum(s => s.Hours);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    public string ToText()
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
        foreach (var file in Missing)
        {
            Line($"{file} is not there; its series is left out.");
        }

        if (Series.Count > 0)
        {
            Line($"{"An hour ahead (WAPE)",-28}{string.Concat(Series.Select(s => s.Name.PadLeft(11)))}");
            foreach (var method in Series[0].Methods.Keys)
            {
                Line($"  {method,-26}{string.Concat(Series.Select(s => EstimateText.Percent(s.Methods[method]).PadLeft(11)))}");
            }

            Line($"  {"given (ensemble)",-26}{Row(s => EstimateText.Percent(s.Selected))}");
            Line($"  {"given by `best`",-26}{Row(s => EstimateText.Percent(s.Best))}");
            Line($"  {"within the 90 % band",-26}{Row(s => EstimateText.Percent(s.Coverage90))}   pooled {EstimateText.Percent(PooledCoverage90)}");
            Line($"  {"  interval, low",-26}{Row(s => EstimateText.Percent(s.CoverageLow))}");
            Line($"  {"  interval, high",-26}{Row(s => EstimateText.Percent(s.CoverageHigh))}");
            Line($"Peak of the hour to plan for: pinball loss at 0.5, 0.9 and 0.99 over that of the last bin times its best factor");
            for (var lead = 0; lead < Series[0].Peak.Count; lead++)
            {
                Line($"  {Series[0].Peak[lead].LeadMinutes + " minutes ahead",-26}{Row(s => s.Peak[lead].OverLastValue.ToString("0.000", CultureInfo.InvariantCulture))}");
                Line($"  {"  within the 90 % band",-26}{Row(s => EstimateText.Percent(s.Peak[lead].Coverage90))}");
            }

            Line($"  {"all leads",-26}{Row(s => s.PeakOverLastValue.ToString("0.000", CultureInfo.InvariantCulture))}");
            Line($"  {"  factors of the first half",-26}{Row(s => s.PeakOverLearntLast.ToString("0.000", CultureInfo.InvariantCulture))}");
            Line($"  {"  over the better last",-26}{Row(s => s.PeakOverBetterLast.ToString("0.000", CultureInfo.InvariantCulture))}");
        }

        if (Cost is { } cost)
        {
            Line($"{cost.Series} made-up series of two weeks by the minute, one thread{(cost.LoadAverage is { } load ? $" (load average {load})" : "")}");
            Line($"  at first {cost.FirstSeconds:0.0} s, an hour later {cost.HourlySeconds:0.0} s; a study {cost.StudySecondsEach:0.000} s a series");
        }

        return text.ToString();

        string Row(Func<SeriesScore, string> cell) => string.Concat(Series.Select(s => cell(s).PadLeft(11)));
    }
}
