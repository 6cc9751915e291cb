using System.Diagnostics;
using System.Globalization;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>Solves generated planning problems and says how near the least cost, how soon.</summary>
internal static class PlannerBench
{
    /// <param name="options">What to run.</param>
    /// <param name="progress">Told what goes on, and its share done.</param>
    /// <param name="stop">Ends it after the problem at hand.</param>
    public static PlannerBenchReport Run(PlannerBenchOptions options, Action<string, double> progress, CancellationToken stop)
    {
        // The first solve of a process compiles the code and loads the library; a scaler that runs has both.
        var warm = PlannerProblem.Make(options.Seed + 1000, 4, 3, 1);
        for (var i = 0; i < 3; i++)
        {
            CapacityProgram.Solve(warm, 0.5, 0);
            CapacityProgram.SolveGreedily(warm);
        }

        var cases = new List<PlannerBenchCase>();
        for (var s = 0; s < options.Sizes.Count; s++)
        {
            for (var run = 0; run < options.Runs; run++)
            {
                stop.ThrowIfCancellationRequested();
                var size = options.Sizes[s];
                progress(string.Create(CultureInfo.InvariantCulture, $"{size.Models} models, {size.Regions} regions, {size.Types} types"), (s + run / (double)options.Runs) / options.Sizes.Count);
                cases.Add(Run(size, options.Seed + (ulong)run));
            }
        }

        return new PlannerBenchReport { Seed = options.Seed, Runs = options.Runs, Cases = cases };
    }

    private static PlannerBenchCase Run(PlannerBenchSize size, ulong seed)
    {
        var problem = PlannerProblem.Make(seed, size.Models, size.Regions, size.Types);
        var watch = Stopwatch.StartNew();
        var first = CapacityProgram.SolveGreedily(problem);
        var firstAt = watch.Elapsed;
        watch.Restart();
        var answer = CapacityProgram.Solve(problem, size.Seconds, size.Gap);
        var took = watch.Elapsed;
        return new PlannerBenchCase
        {
            Models = size.Models,
            Regions = size.Regions,
            Types = size.Types,
            Seed = seed,
            Cells = problem.Pools.Length + problem.Groups.Length,
            Milliseconds = Math.Round(took.TotalMilliseconds, 1),
            Gap = answer.Gap,
            Feasible = answer.Feasible,
            FirstMilliseconds = Math.Round(firstAt.TotalMilliseconds, 1),
            FirstFeasible = first.Feasible,
            FirstUsd = first.ObjectiveUsd,
            ObjectiveUsd = answer.ObjectiveUsd,
            BestBoundUsd = answer.BestBoundUsd,
            Status = answer.Status,
            Allocator = answer.Allocator,
            GoalGap = size.Gap,
            GoalMilliseconds = size.GoalMilliseconds,
            Faults = answer.Faults,
        };
    }
}
