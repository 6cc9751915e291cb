namespace SageServe.Cli;

/// <summary>What a rate series is like: requests, or prompt tokens, a second.</summary>
/// <param name="DiurnalScore">Hourly rates against those a day before; null with less than two days.</param>
/// <param name="HourAheadError">Mean absolute error of "the next hour is as this one" over the mean rate; null with less than two hours.</param>
/// <param name="DayAheadError">The same of "as the same hour yesterday"; null with less than two days.</param>
internal sealed record SeriesDescription(
    string File, string Unit, double BinSeconds, int Bins, double Mean, double Peak, double Trough, double Variation, double? DiurnalScore, double? HourAheadError, double? DayAheadError, IReadOnlyList<double> Rate)
{
    public static SeriesDescription Of(string path, string? column)
    {
        var series = RateSeries.Read(path, column);
        var mean = series.Mean;
        var perHour = Math.Max(1, (int)Math.Round(3600 / series.Bin.TotalSeconds));
        var hours = series.Bin.TotalSeconds > 3600 ? [] : series.PerSecond.Chunk(perHour).Where(c => c.Length == perHour).Select(c => c.Average()).ToArray();
        return new SeriesDescription(
            Path.GetFileName(path),
            series.InTokens ? "prompt tokens/s" : "requests/s",
            series.Bin.TotalSeconds,
            series.PerSecond.Count,
            Math.Round(mean, 4),
            Math.Round(series.PerSecond.Max(), 4),
            Math.Round(series.PerSecond.Min(), 4),
            Math.Round(Math.Sqrt(series.PerSecond.Average(v => (v - mean) * (v - mean))) / mean, 4),
            TraceSurvey.DiurnalScore(hours),
            Error(hours, 1),
            Error(hours, 24),
            [.. series.PerSecond.Select(v => Math.Round(v, 5))]);
    }

    private static double? Error(double[] hours, int lag) => hours.Length < 2 * lag || hours.Sum() <= 0
        ? null
        : Math.Round(hours.Skip(lag).Zip(hours, (now, before) => Math.Abs(now - before)).Sum() / hours.Skip(lag).Sum(), 4);
}
