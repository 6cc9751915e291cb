using Spectre.Console;

namespace SageServe.Cli;

/// <summary>How far a benchmark is: a bar on a terminal, a line for each part elsewhere; on standard error, so that tables can be piped.</summary>
internal static class BenchProgress
{
    public static T Show<T>(Func<Action<string, double>, T> run)
    {
        if (Console.IsErrorRedirected)
        {
            var last = "";
            return run((part, _) =>
            {
                if (part != last)
                {
                    Console.Error.WriteLine($"bench: {last = part} ...");
                }
            });
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask? task = null;
                return run((part, share) =>
                {
                    task = task?.Description == part ? task : context.AddTask(part);
                    task.Value = share * 100;
                });
            });
    }
}
