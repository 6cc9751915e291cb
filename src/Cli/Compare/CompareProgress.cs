using System.Globalization;

namespace SageServe.Cli;

/// <summary>Shows how far a comparison is, with a sentence for each run that ended.</summary>
internal static class CompareProgress
{
    public static Task<ComparisonResult> ShowAsync(ComparisonPlan plan, Func<IComparisonWatch, Task<ComparisonResult>> run)
    {
        var runs = plan.Runs.Length;
        var jobs = Math.Min(plan.Jobs, runs);
        var what = $"{runs} runs, {jobs} at once";
        return RunsProgress.ShowAsync(what, runs, jobs, ended => Told(plan, ended), progress =>
        {
            progress.Say($"{what}. Ctrl-C ends with what is done.");
            return run(progress);
        });
    }

    private static string Told(ComparisonPlan plan, ComparisonRun run)
    {
        var variant = run.Key.Variant == 0 ? "" : $", {plan.Variants[run.Key.Variant].Name}";
        var what = run.Error ?? string.Create(CultureInfo.InvariantCulture, $"{run.Value(RunFigures.GpuHours):0.0} GPU-hours, {run.Value("requests"):0} requests");
        return $"{plan.Strategies[run.Key.Strategy]}, seed {run.Seed}{variant}: {what}";
    }
}
