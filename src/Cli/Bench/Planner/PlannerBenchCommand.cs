using System.CommandLine;
using System.Globalization;

namespace SageServe.Cli;

/// <summary><c>bench planner</c>: how near the least cost a plan comes, how soon.</summary>
internal static class PlannerBenchCommand
{
    private static readonly Option<string[]> Size = new("--size") { Description = "Only this size, models,regions,types: 4,3,1 or 20,20,5 or 100,60,5, or any other. May be repeated." };
    private static readonly Option<double?> Seconds = new("--seconds") { Description = "Longest search of each, instead of its own." };
    private static readonly Option<double?> Gap = new("--gap") { Description = "Proven distance from the least cost at which a search ends, instead of its own (0.01 is 1 %)." };
    private static readonly Option<int> Runs = new("--runs") { Description = "Problems of each size.", DefaultValueFactory = _ => 1 };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of the first problem.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the figures to this file." };

    private const string About = """
        Makes planning problems with every term of the integer program on, solves them as the scaler does, has every plan checked by
        code that shares nothing with the solver, and says how near the proven least cost it came, how soon.

        Examples:
          sageserve bench planner
          sageserve bench planner --json planner.json
          sageserve bench planner --size 20,20,5 --seconds 60 --gap 0.005 --runs 3
        """;

    public static Command Create()
    {
        var command = new Command("planner", About) { Size, Seconds, Gap, Runs, Seed, Json };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var seconds = parsed.GetValue(Seconds) is var s and not (<= 0 or > 3600) ? s : throw new BadInputException("--seconds must be above 0 and at most 3600.");
        var gap = parsed.GetValue(Gap) is var g and not (< 0 or >= 1) ? g : throw new BadInputException("--gap must be from 0 to below 1.");
        var sizes = parsed.GetValue(Size) is { Length: > 0 } texts ? [.. texts.Select(Parse)] : PlannerBenchSize.All;
        var options = new PlannerBenchOptions
        {
            Sizes = [.. sizes.Select(z => z with { Seconds = seconds ?? z.Seconds, Gap = gap ?? z.Gap, GoalMilliseconds = seconds * 1000 ?? z.GoalMilliseconds })],
            Runs = parsed.GetValue(Runs) is var runs and >= 1 and <= 1000 ? runs : throw new BadInputException("--runs must be from 1 to 1000."),
            Seed = parsed.GetValue(Seed),
        };
        var json = parsed.GetValue(Json);
        ReportFile.CheckWritable("--json", json);
        using var interrupt = new Interrupt();
        var report = BenchProgress.Show(progress => PlannerBench.Run(options, progress, interrupt.First));
        Console.Write(report.ToText());
        if (json is not null)
        {
            ReportFile.WriteWhole(json, report.ToJson());
        }

        return 0;
    }

    private static PlannerBenchSize Parse(string text)
    {
        var parts = text.Split(',');
        var numbers = parts.Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is >= 1 and <= 500 ? n : 0).ToArray();
        if (numbers.Length != 3 || numbers.Contains(0) || numbers[2] > 20)
        {
            throw new BadInputException($"--size '{text}': give models, regions and types as three whole numbers, for example 20,20,5 (at most 500 models and regions, 20 types).");
        }

        return PlannerBenchSize.All.FirstOrDefault(z => (z.Models, z.Regions, z.Types) == (numbers[0], numbers[1], numbers[2]))
            ?? new PlannerBenchSize(numbers[0], numbers[1], numbers[2], 10, 0.02, 10_000);
    }
}
