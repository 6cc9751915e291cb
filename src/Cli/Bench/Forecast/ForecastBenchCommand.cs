using System.CommandLine;

namespace SageServe.Cli;

/// <summary><c>bench forecast</c>: how good forecasts of public series are, and what many cost.</summary>
internal static class ForecastBenchCommand
{
    private static readonly Option<string> Data = new("--data") { Description = "Folder of the open series; what is not there is left out.", DefaultValueFactory = _ => "../shared/data" };
    private static readonly Option<int> Refits = new("--refits") { Description = "Made-up series to measure the cost with; 0 leaves that out.", DefaultValueFactory = _ => 10_000 };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of the made-up series.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the figures to this file." };

    private const string About = """
        Forecasts the second half of public load series, origin by origin, knowing only what came before: the error an hour ahead of each
        method and of what is given, how often the band holds, and the loss of the planning window's peak at leads of 5, 20 and 60 minutes
        against the last value. Then measures what ten thousand series cost.

        Examples:
          sageserve bench forecast --json forecast.json
          sageserve bench forecast --refits 0
        """;

    public static Command Create()
    {
        var command = new Command("forecast", About) { Data, Refits, Seed, Json };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var refits = parsed.GetValue(Refits) is var count and >= 0 and <= 1_000_000 ? count : throw new BadInputException("--refits must be from 0 to 1000000.");
        var json = parsed.GetValue(Json);
        ReportFile.CheckWritable("--json", json);
        using var interrupt = new Interrupt();
        var report = BenchProgress.Show(progress => ForecastBench.Run(parsed.GetRequiredValue(Data), refits, parsed.GetValue(Seed), progress, interrupt.First));
        Console.Write(report.ToText());
        if (json is not null)
        {
            ReportFile.WriteWhole(json, report.ToJson());
        }

        return 0;
    }
}
