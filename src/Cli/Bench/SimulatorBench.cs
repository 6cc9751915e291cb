using System.Diagnostics;
using System.Globalization;

namespace SageServe.Cli;

/// <summary>Times the simulator: a warm-up, then a run without and one with checkers over the same arrivals.</summary>
internal static class SimulatorBench
{
    private const int WarmUp = 20_000;

    /// <param name="options">What to run.</param>
    /// <param name="progress">Told what goes on, and its share done.</param>
    /// <param name="stop">Ends it without a report.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static SimulatorBenchReport Run(SimulatorBenchOptions options, Action<string, double> progress, CancellationToken stop)
    {
        progress("warming up", 0);
        _ = Simulation.Run(new BenchScenario(options, Math.Min(WarmUp, options.Requests ?? WarmUp), stop).Build(checks: true), options.Seed, null, stop);
        progress("counting arrivals", 0);
        var scenario = new BenchScenario(options, options.Requests, stop);
        var runs = new List<BenchRun>();
        if (options.Unchecked)
        {
            runs.Add(Time(scenario.Build(checks: false), "unchecked", options.Seed, progress, stop));
        }

        if (options.Checked)
        {
            runs.Add(Time(scenario.Build(checks: true), "checked", options.Seed, progress, stop));
        }

        return new SimulatorBenchReport
        {
            Scenario = options.Scenario,
            Strategy = scenario.Build(checks: true).Planning?.Strategy ?? "static",
            Seed = options.Seed,
            Requests = runs[0].Requests,
            RequestsPerSecond = runs[0].RequestsPerSecond,
            RequestsPerSecondChecked = runs.Find(r => r.Mode == "checked")?.RequestsPerSecond,
            PeakRssBytes = Process.GetCurrentProcess().PeakWorkingSet64,
            Runs = runs,
            Processors = Environment.ProcessorCount,
            LoadAverage = LoadAverage(),
        };
    }

    private static BenchRun Time(SimulationScenario scenario, string mode, ulong seed, Action<string, double> progress, CancellationToken stop)
    {
        using var process = Process.GetCurrentProcess();
        GC.Collect();
        int[] collections = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var cpu = process.TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();
        var report = Simulation.Run(scenario, seed, new ShareOnly(share => progress(mode, share)), stop);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        process.Refresh();
        var cpuSeconds = (process.TotalProcessorTime - cpu).TotalSeconds;
        return new BenchRun
        {
            Mode = mode,
            Requests = report.Requests,
            Completed = report.Completed,
            SimulatedSeconds = report.RequestSeconds,
            Seconds = seconds,
            CpuSeconds = cpuSeconds,
            RequestsPerSecond = report.Requests / seconds,
            RequestsPerCpuSecond = report.Requests / Math.Max(cpuSeconds, 1e-3),
            EventsPerRequest = report.Events / (double)report.Requests,
            AllocatedBytesPerRequest = (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)report.Requests,
            Collections = [.. collections.Select((before, generation) => GC.CollectionCount(generation) - before)],
        };
    }

    private static double? LoadAverage() => File.Exists("/proc/loadavg")
        ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture)
        : null;

    private sealed class ShareOnly(Action<double> told) : IProgress<SimulationProgress>
    {
        public void Report(SimulationProgress value) => told(value.Share);
    }
}
