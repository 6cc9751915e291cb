namespace SageServe.Cli;

/// <summary>Forecasts every open series there is, and measures what many series cost.</summary>
internal static class ForecastBench
{
    public static ForecastBenchReport Run(string folder, int refits, ulong seed, Action<string, double> progress, CancellationToken stop)
    {
        var (scores, missing) = (new List<SeriesScore>(), new List<string>());
        foreach (var series in OpenSeries.All)
        {
            stop.ThrowIfCancellationRequested();
            if (series.Read(folder) is { } history)
            {
                scores.Add(SeriesScore.Of(series.Name, history, share => progress(series.Name, share)));
            }
            else
            {
                missing.Add(series.File);
            }
        }

        var cost = refits == 0 ? null : RefitCost.Measure(refits, seed, share => progress($"{refits} made-up series", share), stop);
        return new ForecastBenchReport(scores, missing, cost);
    }
}
