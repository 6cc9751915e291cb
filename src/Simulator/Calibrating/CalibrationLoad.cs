namespace SageServe.Simulator;

/// <summary>
/// Interactive requests whose rate swings with the hour, differs from day to day and is restless from one ten minutes to the next, and
/// batches of several tenants and windows at random times. Same seed, same arrivals.
/// </summary>
internal sealed class CalibrationLoad(CalibrationOptions options, ThroughputProfile profile, ModelId model, RegionId region, Instant start)
{
    /// <summary>Mean tokens of a line's answer, which is what is expected of any.</summary>
    public const int ExpectedOutput = 160;

    public const int ExpectedPrompt = 900;
    private const int MostOutput = 2000;
    private static readonly TimeSpan Slot = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan[] Windows = [TimeSpan.FromHours(1), TimeSpan.FromHours(4), TimeSpan.FromHours(24)];

    public TimeSpan Duration { get; } = TimeSpan.FromDays(options.Days);

    /// <summary>Replica seconds of a request of mean size.</summary>
    private double Each => profile.WorkSeconds(ExpectedPrompt, ExpectedOutput);

    /// <summary>Sorted by time.</summary>
    public IEnumerable<SimulatedArrival> Arrivals(ulong seed)
    {
        var random = new RandomStream(seed).Child("calibration");
        using var batches = Batches(random.Child("batches")).GetEnumerator();
        var more = batches.MoveNext();
        foreach (var request in Interactive(random.Child("interactive")))
        {
            for (; more && batches.Current.At <= request.At; more = batches.MoveNext())
            {
                yield return batches.Current;
            }

            yield return request;
        }
    }

    private IEnumerable<SimulatedArrival> Interactive(RandomStream random)
    {
        var (counts, sizes, days, swings) = (random.Child("counts"), random.Child("sizes"), random.Child("days"), random.Child("swings"));
        var mean = options.InteractiveShare * options.Replicas / Each;
        var (day, swing) = (1.0, 0.0);
        for (var at = TimeSpan.Zero; at < Duration; at += Slot)
        {
            if (at.Ticks % TimeSpan.TicksPerDay == 0)
            {
                day = Draw(days, 1, options.DaySpread);
            }

            if (at.Ticks % (10 * TimeSpan.TicksPerMinute) == 0)
            {
                // An error that fades within about an hour.
                swing = 0.85 * swing + 0.08 * swings.NextGaussian();
            }

            var hour = 1 + 0.7 * Math.Sin(2 * Math.PI * (at.TotalDays - 0.35));
            var count = Draws.Poisson(counts, mean * day * hour * Math.Exp(swing) * Slot.TotalSeconds);
            foreach (var moment in Enumerable.Range(0, count).Select(_ => at + Slot * counts.NextDouble()).Order().ToList())
            {
                yield return new SimulatedArrival(
                    start + moment, model, region, ServiceTier.InteractiveFast, Size(sizes, ExpectedPrompt), Size(sizes, ExpectedOutput), true);
            }
        }
    }

    private IEnumerable<SimulatedArrival> Batches(RandomStream random)
    {
        var lines = options.PatientShare * options.Replicas * 86_400 / Each / options.BatchesPerDay;
        var number = 0;
        for (var at = Gap(random); at < Duration; at += Gap(random))
        {
            var own = random.Child($"batch {number}");
            var (count, window) = ((int)Math.Clamp(Draw(own, lines, 1), 2, 20 * lines), Windows[own.NextInt(Windows.Length)]);
            var (tenant, output) = (new TenantId($"tenant-{own.NextInt(4)}"), ExpectedOutput * Draw(own, 1, options.BatchSpread));
            for (var i = 0; i < count; i++)
            {
                yield return new SimulatedArrival(start + at, model, region, ServiceTier.NonInteractive, Size(own, ExpectedPrompt), Size(own, output), false)
                {
                    Batch = $"batch-{number:D6}", Tenant = tenant, Window = window,
                };
            }

            number++;
        }
    }

    private TimeSpan Gap(RandomStream random) => TimeSpan.FromDays(random.NextExponential(1 / options.BatchesPerDay));

    private static int Size(RandomStream random, double mean) => (int)Math.Clamp(Draw(random, mean, 0.6), 1, MostOutput);

    /// <summary>Log-normal with this mean.</summary>
    private static double Draw(RandomStream random, double mean, double spread) => mean * Math.Exp(spread * random.NextGaussian() - spread * spread / 2);
}
