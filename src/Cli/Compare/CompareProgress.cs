using System.Globalization;
using Spectre.Console;

namespace SageServe.Cli;

/// <summary>How far a comparison is: a bar on a terminal, a line for each run elsewhere; on standard error, so that tables can be piped.</summary>
internal sealed class CompareProgress(ComparisonPlan plan, Action<double> bar, Action<string> line) : IComparisonWatch
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ComparisonKey, double> _running = [];
    private readonly Dictionary<ComparisonKey, long> _startedAt = [];
    private readonly int _runs = plan.Runs.Length;
    private int _done;

    public static async Task<ComparisonResult> ShowAsync(ComparisonPlan plan, Func<IComparisonWatch, Task<ComparisonResult>> run)
    {
        if (Console.IsErrorRedirected)
        {
            return await run(new CompareProgress(plan, _ => { }, Console.Error.WriteLine));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                var task = context.AddTask($"{plan.Runs.Length} runs, {plan.Jobs} at once");
                return run(new CompareProgress(plan, share => task.Value = share * 100, text => console.MarkupLineInterpolated($"[grey]{text}[/]")));
            });
    }

    public void Started(ComparisonKey key)
    {
        lock (_lock)
        {
            _startedAt[key] = TimeProvider.System.GetTimestamp();
        }
    }

    public void Progressed(ComparisonKey key, double share)
    {
        lock (_lock)
        {
            _running[key] = Math.Min(1, share);
            Draw();
        }
    }

    public void Ended(ComparisonRun run)
    {
        lock (_lock)
        {
            _running.Remove(run.Key);
            _done++;
            Draw();
            var took = TimeProvider.System.GetElapsedTime(_startedAt[run.Key]);
            line(Told(run, took));
            if (_done == 1 && _runs > 1)
            {
                var all = took * Math.Ceiling(_runs / (double)Math.Min(plan.Jobs, _runs));
                line($"All {_runs} runs will take about {DurationText.Short(all)} with {plan.Jobs} at once. Ctrl-C ends with what is done.");
            }
        }
    }

    private void Draw() => bar((_done + _running.Values.Sum()) / _runs);

    private string Told(ComparisonRun run, TimeSpan took)
    {
        var variant = run.Key.Variant == 0 ? "" : $", {plan.Variants[run.Key.Variant].Name}";
        var what = run.Error ?? string.Create(CultureInfo.InvariantCulture, $"{run.Value(RunFigures.GpuHours):0.0} GPU-hours, {run.Value("requests"):0} requests");
        return $"{_done}/{_runs} {plan.Strategies[run.Key.Strategy]}, seed {run.Seed}{variant}: {what} ({DurationText.Short(took)})";
    }
}
