using System.CommandLine;

namespace SageServe.Cli;

/// <summary><c>bench promise</c>: how far the answer that a batch gets at submission can be trusted.</summary>
internal static class PromiseBenchCommand
{
    private static readonly Option<double> Days = new("--days") { Description = "Simulated days of each run.", DefaultValueFactory = _ => 6 };
    private static readonly Option<int> Runs = new("--runs") { Description = "Runs of each world.", DefaultValueFactory = _ => 3 };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of the first run.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the figures to this file." };

    private const string About = """
        Submits batches at random in simulated worlds, asks the gateway's own reckoning when each will be done (p50, p90, feasible or not),
        and compares with when it was: whether nine in ten are done by their p90, and how much was added for that.

        Examples:
          sageserve bench promise
          sageserve bench promise --days 10 --runs 5 --json promise.json
        """;

    public static Command Create()
    {
        var command = new Command("promise", About) { Days, Runs, Seed, Json };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var options = new PromiseBenchOptions
        {
            Days = parsed.GetValue(Days) is var days and >= 0.1 and <= 100 ? days : throw new BadInputException("--days must be from 0.1 to 100."),
            Runs = parsed.GetValue(Runs) is var runs and >= 1 and <= 1000 ? runs : throw new BadInputException("--runs must be from 1 to 1000."),
            Seed = parsed.GetValue(Seed),
        };
        var json = parsed.GetValue(Json);
        ReportFile.CheckWritable("--json", json);
        using var interrupt = new Interrupt();
        var report = BenchProgress.Show(progress => PromiseBench.Run(options, progress, interrupt.First));
        Console.Write(report.ToText());
        if (json is not null)
        {
            ReportFile.WriteWhole(json, report.ToJson());
        }

        return 0;
    }
}
