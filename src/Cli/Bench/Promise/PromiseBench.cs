using System.Globalization;
using SageServe.Routing;

namespace SageServe.Cli;

/// <summary>Runs the calibration of answers at submission in several kinds of worlds.</summary>
internal static class PromiseBench
{
    private static readonly (string Name, string Title, CalibrationOptions World)[] Worlds =
    [
        ("standing", "a fleet that stands, 35 % interactive", new CalibrationOptions()),
        ("tight", "the same with twice the batches", new CalibrationOptions { PatientShare = 0.6 }),
        ("restless", "days that differ by 40 %", new CalibrationOptions { DaySpread = 0.4 }),
        ("misjudged", "batches whose answers differ by 60 %", new CalibrationOptions { BatchSpread = 0.6 }),
        ("planned", "a planner that moves the fleet", new CalibrationOptions { Planned = true, Replicas = 4 }),
    ];

    /// <param name="options">How much to run.</param>
    /// <param name="progress">Told what goes on, and its share done.</param>
    /// <param name="stop">Ends it without a report.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static PromiseBenchReport Run(PromiseBenchOptions options, Action<string, double> progress, CancellationToken stop)
    {
        var cases = new List<PromiseBenchCase>();
        foreach (var (name, title, world) in Worlds)
        {
            var batches = new List<CalibrationBatch>();
            for (var run = 0; run < options.Runs; run++)
            {
                var part = string.Create(CultureInfo.InvariantCulture, $"{name}, run {run + 1} of {options.Runs}");
                batches.AddRange(PromiseCalibration.Run(
                    world with { Days = options.Days }, new PromiseOptions(), options.Seed + (ulong)run, new Told(share => progress(part, share)), stop));
            }

            cases.Add(new PromiseBenchCase(name, title, CalibrationReport.Of([.. batches])));
        }

        return new PromiseBenchReport { Seed = options.Seed, Runs = options.Runs, Days = options.Days, Cases = cases };
    }

    private sealed class Told(Action<double> told) : IProgress<SimulationProgress>
    {
        public void Report(SimulationProgress value) => told(value.Share);
    }
}
