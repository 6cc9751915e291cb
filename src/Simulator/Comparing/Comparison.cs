using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>Runs a plan. Runs are independent and each is single-threaded, so the result is the same however many go at once.</summary>
public static class Comparison
{
    /// <param name="plan">What to run.</param>
    /// <param name="watch">Told of progress; may be null.</param>
    /// <param name="stop">Ends the runs in progress; those that are done are in the result, which says that it is cut short.</param>
    public static async Task<ComparisonResult> RunAsync(ComparisonPlan plan, IComparisonWatch? watch, CancellationToken stop)
    {
        var keys = plan.Runs;
        var done = new ComparisonRun?[keys.Length];
        var latencies = new LatencyPool();
        var next = -1;

        void Work()
        {
            for (var i = Interlocked.Increment(ref next); i < keys.Length && !stop.IsCancellationRequested; i = Interlocked.Increment(ref next))
            {
                done[i] = One(plan, keys[i], latencies, watch, stop);
            }
        }

        var jobs = Math.Clamp(plan.Jobs, 1, keys.Length);
        await Task.WhenAll(Enumerable.Range(0, jobs).Select(_ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        return new ComparisonResult(plan, [.. done.OfType<ComparisonRun>()]) { Latencies = latencies };
    }

    /// <summary>Null when the user stopped it. Any other exception is this run's result: the others go on.</summary>
    private static ComparisonRun? One(ComparisonPlan plan, ComparisonKey key, LatencyPool latencies, IComparisonWatch? watch, CancellationToken stop)
    {
        var seed = plan.Seeds[key.Seed];
        ComparisonRun run;
        watch?.Started(key);
        try
        {
            run = Simulated(plan, key, latencies, watch, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
#pragma warning disable CA1031 // Whatever goes wrong in one run is reported with it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            run = new ComparisonRun { Key = key, Seed = seed, Error = $"{e.GetType().Name}: {e.Message}" };
        }

        watch?.Ended(run);
        return run;
    }

    private static ComparisonRun Simulated(ComparisonPlan plan, ComparisonKey key, LatencyPool latencies, IComparisonWatch? watch, CancellationToken stop)
    {
        var seed = plan.Seeds[key.Seed];
        var source = plan.Variants[key.Variant].Source.With("planning.strategy", plan.Strategies[key.Strategy]);
        var scenario = source.Build(seed);
        if (key is { Variant: 0, Seed: 0 } && plan.Series is { } series)
        {
            scenario = scenario with { Series = series };
        }

        var report = Simulation.Run(scenario, seed, watch is null ? null : new RunWatch(key, watch), stop);
        var run = new ComparisonRun
        {
            Key = key,
            Seed = seed,
            Figures = RunFigures.Of(report),
            Pools = report.Pools,
            Models = plan.KeepsModels ? report.Models : [],
            Series = report.Series,
        };
        latencies.Add(key, report);
        return run;
    }
}
