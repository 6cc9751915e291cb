using Spectre.Console;

namespace SageServe.Cli;

/// <summary>
/// How far a number of simulator runs is, and how long the rest will take: a bar on a terminal; elsewhere a line for each run, and one every
/// half minute while none ends. On standard error, so that tables can be piped.
/// </summary>
/// <param name="runs">All that are to be done.</param>
/// <param name="jobs">How many go at once.</param>
/// <param name="bar">Told the share done and the time left in words.</param>
/// <param name="line">Told what happened.</param>
/// <param name="told">Words for a run that ended; null for none.</param>
/// <param name="clock">Of this machine.</param>
internal sealed class RunsProgress(int runs, int jobs, Action<double, string> bar, Action<string> line, Func<ComparisonRun, string?> told, TimeProvider clock) : IComparisonWatch
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<ComparisonKey, double> _running = [];
    private readonly Dictionary<ComparisonKey, long> _startedAt = [];
    private readonly long _began = clock.GetTimestamp();
    private long _saidAt = clock.GetTimestamp();
    private int _done;

    public static async Task<T> ShowAsync<T>(string what, int runs, int jobs, Func<ComparisonRun, string?> told, Func<RunsProgress, Task<T>> run)
    {
        if (Console.IsErrorRedirected)
        {
            return await run(new RunsProgress(runs, jobs, (_, _) => { }, Console.Error.WriteLine, told, TimeProvider.System));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(context =>
            {
                var task = context.AddTask(what);
                void Bar(double share, string left) => (task.Value, task.Description) = (share * 100, $"{what}, {left}");
                return run(new RunsProgress(runs, jobs, Bar, text => console.MarkupLineInterpolated($"[grey]{text}[/]"), told, TimeProvider.System));
            });
    }

    public void Say(string text)
    {
        lock (_lock)
        {
            Line(text);
        }
    }

    public void Started(ComparisonKey key)
    {
        lock (_lock)
        {
            _startedAt[key] = clock.GetTimestamp();
        }
    }

    public void Progressed(ComparisonKey key, double share)
    {
        lock (_lock)
        {
            _running[key] = Math.Min(1, share);
            bar(Share(), Left());
            if (clock.GetElapsedTime(_saidAt) > Silence)
            {
                Line(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Share() * 100:0} % done, {Left()}"));
            }
        }
    }

    public void Ended(ComparisonRun run)
    {
        lock (_lock)
        {
            _running.Remove(run.Key);
            _done++;
            bar(Share(), Left());
            if (told(run) is { } text)
            {
                Line($"{_done}/{runs} {text} ({DurationText.Short(clock.GetElapsedTime(_startedAt[run.Key]))}{(_done < runs ? $"; {Left()}" : "")})");
            }

            if (_done == 1 && runs > 1)
            {
                Line($"All {runs} runs will take about {DurationText.Short(clock.GetElapsedTime(_began) / Share())} with {Math.Min(jobs, runs)} at once.");
            }
        }
    }

    private void Line(string text)
    {
        _saidAt = clock.GetTimestamp();
        line(text);
    }

    private double Share() => (_done + _running.Values.Sum()) / runs;

    /// <summary>As fast as so far; runs of a plan take about as long as each other.</summary>
    private string Left() => Share() is var share and > 0.001
        ? $"about {DurationText.Short(clock.GetElapsedTime(_began) * ((1 - share) / share))} left"
        : "just begun";
}
