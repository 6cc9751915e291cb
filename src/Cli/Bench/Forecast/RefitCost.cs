using System.Diagnostics;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>What forecasting many series costs: two made-up weeks of minutes each, known, then an hour longer. One thread, wall clock.</summary>
/// <param name="Series">How many.</param>
/// <param name="FirstSeconds">Going over the past of all of them once, as at the start of a scaler.</param>
/// <param name="HourlySeconds">Forecasting all of them again an hour later.</param>
/// <param name="StudySecondsEach">One series' study, with going over its past again; over the first of them.</param>
/// <param name="LoadAverage">Runnable processes over the last minute when it ended; null where the system doesn't tell.</param>
internal sealed record RefitCost(int Series, double FirstSeconds, double HourlySeconds, double StudySecondsEach, string? LoadAverage)
{
    private const int MinutesOfDay = 1440;
    private const int Days = 14;
    private const int Studied = 20;

    public static RefitCost Measure(int count, ulong seed, Action<double> progress, CancellationToken stop)
    {
        var (first, hourly, study) = (new Stopwatch(), new Stopwatch(), new Stopwatch());
        for (var i = 0; i < count; i++)
        {
            stop.ThrowIfCancellationRequested();
            var load = Load(new RandomStream(seed).Child($"series-{i}"));
            var before = load with { Values = load.Values[..^60] };
            var forecaster = new LoadForecaster(new LoadQuestion { Step = TimeSpan.FromMinutes(10), Horizon = 8, Window = TimeSpan.FromHours(1), Stride = 6 });
            Timed(first, () => forecaster.Forecast(before, study: false));
            Timed(hourly, () => forecaster.Forecast(load, study: false));
            if (i < Studied)
            {
                Timed(study, () => forecaster.Forecast(load, study: true));
            }

            progress(i / (double)count);
        }

        return new RefitCost(count, first.Elapsed.TotalSeconds, hourly.Elapsed.TotalSeconds, study.Elapsed.TotalSeconds / Math.Min(Studied, count), ProcessFigures.LoadAverage());
    }

    private static void Timed(Stopwatch clock, Action run)
    {
        clock.Start();
        run();
        clock.Stop();
    }

    /// <summary>A day's shape, quieter at the end of the week, a trend and noise, each of its own size.</summary>
    private static LoadHistory Load(RandomStream random)
    {
        var (swing, noise, weekend, trend) = (0.9 * random.NextDouble(), 0.05 + 0.3 * random.NextDouble(), 0.3 + 0.7 * random.NextDouble(), 0.02 * random.NextGaussian());
        var values = new double[Days * MinutesOfDay + 60];
        for (var t = 0; t < values.Length; t++)
        {
            var day = t / MinutesOfDay;
            values[t] = 1000 * (1 + swing * Math.Sin(2 * Math.PI * t / MinutesOfDay)) * (day % 7 > 4 ? weekend : 1) * Math.Exp(trend * day + noise * random.NextGaussian());
        }

        return new LoadHistory(Instant.From(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)), TimeSpan.FromMinutes(1), [.. values]);
    }
}
