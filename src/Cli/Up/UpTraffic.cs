namespace SageServe.Cli;

/// <summary>The run's arrivals, and the past that the forecasters are told.</summary>
/// <param name="Mix">Who asks for what.</param>
/// <param name="Past">Generator of the past; its rate at the start equals the load's.</param>
/// <param name="Arrivals">The load.</param>
/// <param name="Source">What the load is, for people.</param>
internal sealed record UpTraffic(TrafficMix Mix, SyntheticDay Past, IEnumerable<Arrival> Arrivals, string Source)
{
    public static UpTraffic Make(UpOptions options, ServingCatalog catalog, double speed)
    {
        var pastSeed = options.Seed + UpDefaults.HistorySeedOffset;
        if (options.Trace is not { } trace)
        {
            var mix = TrafficMix.Demo(catalog);
            return new UpTraffic(
                mix,
                new SyntheticDay(mix, options.Rate, UpDefaults.DayStart, speed, pastSeed),
                new SyntheticDay(mix, options.Rate, UpDefaults.DayStart, speed, options.Seed).Arrivals(),
                "synthetic day");
        }

        var traceMix = TrafficMix.ForTrace(catalog);
        var rate = StartRate(trace, options.TraceSpeed);
        var unit = new SyntheticDay(traceMix, 1, UpDefaults.DayStart, speed, pastSeed);
        var scale = rate / unit.TotalRate(UpDefaults.DayStart);
        return new UpTraffic(
            traceMix,
            new SyntheticDay(traceMix, scale, UpDefaults.DayStart, speed, pastSeed),
            TraceArrivals.From(TraceFile.Read(trace), traceMix, options.TraceSpeed, options.Seed),
            Path.GetFileName(trace));
    }

    /// <summary>Requests a second in the trace's first ten minutes, sped up; reads no further.</summary>
    private static double StartRate(string trace, double speed)
    {
        var rows = 0;
        var last = TimeSpan.FromSeconds(1);
        foreach (var row in TraceFile.Read(trace))
        {
            rows++;
            last = row.At > last ? row.At : last;
            if (last > TimeSpan.FromMinutes(10))
            {
                break;
            }
        }

        return rows / last.TotalSeconds * speed;
    }
}
