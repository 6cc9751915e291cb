using System.CommandLine;
using System.CommandLine.Help;

namespace SageServe.Cli;

/// <summary>All verbs, and what their endings mean to a shell: 0 fine, 1 the run failed, 2 the input was wrong, 130 interrupted without a summary.</summary>
internal static class CommandLine
{
    /// <summary>As a shell says it of a program that Ctrl-C ended.</summary>
    public const int Interrupted = 130;

    /// <summary>Verbs in whose process a solver runs. The others may hand their output on to another program (`config`) or draw on the terminal (`up`).</summary>
    private static readonly string[] Solving = ["plan", "simulate", "compare", "backtest", "replay", "bench"];

    public static async Task<int> RunAsync(string[] args)
    {
        var root = Root();
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync("sageserve: " + error.Message);
            }

            var verb = parsed.CommandResult.Command == root ? "" : parsed.CommandResult.Command.Name + " ";
            await Console.Error.WriteLineAsync($"`sageserve {verb}--help` shows what it takes.");
            return 2;
        }

        if (Solving.Contains(args.FirstOrDefault()))
        {
            NativeOutput.ToStandardError();
        }

        try
        {
            // Signals are handled by the verbs themselves: a run ends with its summary.
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("sageserve: interrupted");
            return Interrupted;
        }
        catch (BadInputException e)
        {
            await Console.Error.WriteLineAsync("sageserve: " + e.Message);
            return 2;
        }
        catch (RunFailedException e)
        {
            await Console.Error.WriteLineAsync("sageserve: " + e.Message);
            return 1;
        }
    }

    /// <summary>Named by hand: the launcher is what people call, not the executable behind it.</summary>
    public static Command Root() => new("sageserve", "Serves LLM traffic of several tiers over several regions, and plans the capacity behind it.")
    {
        new HelpOption(),
        new VersionOption(),
        UpCommand.Create(),
        SimulateCommand.Create(),
        CompareCommand.Create(),
        BacktestCommand.Create(),
        ScenarioCommand.Create(),
        TraceCommand.Create(),
        ForecastCommand.Create(),
        ReplayCommand.Create(),
        ExplainCommand.Create(),
        LoadCommand.Create(),
        CheckConfigCommand.Create(),
        CheckClusterCommand.Create(),
        ConfigCommand.Create(),
        KeysCommand.Create(),
        UsageCommand.Create(),
        QueueCommand.Create(),
        BenchCommand.Create(),
        ProfileCommand.Create(),
        PlanCommand.Create(),
        CompletionCommand.Create(),
    };
}
