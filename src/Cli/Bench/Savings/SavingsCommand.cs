using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Runtime.ExceptionServices;

namespace SageServe.Cli;

/// <summary><c>bench savings</c>: what strategies cost at equal attainment, on days that nobody saw when they were set.</summary>
internal static class SavingsCommand
{
    private static readonly Option<int> Seeds = new("--seeds") { Description = "Runs of each setting, under seeds 1, 2, ...", DefaultValueFactory = _ => 5 };
    private static readonly Option<string> Sizes = new("--sizes") { Description = "Replicas at peak, separated by commas.", DefaultValueFactory = _ => "5,20,60" };
    private static readonly Option<string> ColdStarts = new("--cold-starts") { Description = "Seconds, separated by commas.", DefaultValueFactory = _ => "155,600" };
    private static readonly Option<string> Only = new("--only") { Description = "Test series, separated by commas; all by default.", DefaultValueFactory = _ => "" };
    private static readonly Option<int> Budget = new("--budget") { Description = "Candidates of each search; 0 takes the settings that the program comes with.", DefaultValueFactory = _ => 40 };
    private static readonly Option<int?> Hours = new("--hours") { Description = "Cuts every run to this many hours." };
    private static readonly Option<bool> Ordinary = new("--ordinary") { Description = "Also runs perfect-ordinary, the bound that sees no burst coming: what of the gap to perfect-mean foresight of bursts alone would close." };
    private static readonly Option<bool> Ablation = new("--ablation") { Description = "Also runs our strategy with each of its parts missing." };
    private static readonly Option<bool> Quick = new("--quick") { Description = "A few hours of generated load on a few replicas: shows that everything works, and no more." };
    private static readonly Option<int> Jobs = new("--jobs") { Description = "Runs at once.", DefaultValueFactory = _ => Environment.ProcessorCount };
    private static readonly Option<string?> Keep = new("--keep") { Description = "Keeps the figures of every run in this file and runs nothing that it holds: an interrupted benchmark goes on." };
    private static readonly Option<string?> Data = ScenarioCommand.DataFolder();
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the figures to this file." };
    private static readonly Option<string?> Html = new("--html") { Description = "Writes a page to this file; it needs nothing beside itself." };

    private const string About = """
        Scales real series and a generated mix to fleets of several sizes and cold starts, and runs every strategy on them request by request.
        Settings of our strategy and of the tuned reactive are searched on other series with one budget and frozen; then the one knob of each
        strategy is turned to the most sparing step at which all tiers meet 99 %, and GPU-hours are compared there. Exit code 1 where a goal
        is missed. All of it takes hours; --keep lets it go on where it stopped. Series are looked for in the data folder.

        Examples:
          sageserve bench savings --json savings.json --html savings.html --keep savings.runs
          sageserve bench savings --budget 0 --sizes 5,20 --seeds 2 --ablation
          sageserve bench savings --quick
        """;

    public static Command Create()
    {
        var command = new Command("savings", About) { Seeds, Sizes, ColdStarts, Only, Budget, Hours, Ablation, Ordinary, Quick, Jobs, Keep, Data, Json, Html };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var (json, html, keep) = (parsed.GetValue(Json), parsed.GetValue(Html), parsed.GetValue(Keep));
        ReportFile.CheckWritable("--json", json);
        ReportFile.CheckWritable("--html", html);
        var skipped = new List<string>();
        var options = Options(parsed, skipped);
        using var interrupt = new Interrupt();
        void Say(string line) => Console.Error.WriteLine(line);
        var runs = new SavingsRuns(parsed.GetValue(Data), keep, Say, interrupt.First);
        var report = Whole(() => new SavingsBench(options, runs, Say).Run([.. skipped]));
        Console.Write(SavingsText.Of(report));
        if (json is not null)
        {
            ReportFile.WriteWhole(json, report.ToJson());
        }

        if (html is not null)
        {
            ReportFile.WriteWhole(html, System.Text.Encoding.UTF8.GetBytes(SavingsPage.Of(report)));
        }

        return report.GoalsMet || parsed.GetValue(Quick) ? 0 : 1;
    }

    /// <summary>What one of several runs at once says is what the user is told.</summary>
    private static SavingsReport Whole(Func<SavingsReport> run)
    {
        try
        {
            return run();
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
            throw;
        }
    }

    private static SavingsOptions Options(ParseResult parsed, List<string> skipped)
    {
        var common = new SavingsOptions
        {
            Seeds = [.. Enumerable.Range(1, Within(parsed, Seeds, 1, 100)).Select(i => (ulong)i)],
            Budget = Within(parsed, Budget, 0, 10_000),
            Jobs = Within(parsed, Jobs, 1, 256),
            Hours = parsed.GetValue(Hours) is var hours and (null or >= 1 and <= 48) ? hours : throw new BadInputException($"--hours {parsed.GetValue(Hours)}: give 1 to 48."),
            Ablation = parsed.GetValue(Ablation),
            Ordinary = parsed.GetValue(Ordinary),
        };
        if (parsed.GetValue(Quick))
        {
            return common with { Training = [SavingsSeries.Mix with { HistoryDays = 1 }], Test = [SavingsSeries.Mix with { HistoryDays = 1 }], Sizes = [2], TrainingSizes = [2], ColdStarts = [TimeSpan.FromSeconds(155)], Seeds = [1], Budget = Math.Min(common.Budget, 2), Hours = 2 };
        }

        // Before any file is looked for: what was mistyped is told where there is no data too.
        var chosen = Chosen(parsed.GetRequiredValue(Only));
        return common with
        {
            Sizes = [.. Numbers(parsed, Sizes, 1, 1000)],
            ColdStarts = [.. Numbers(parsed, ColdStarts, 1, 7200).Select(s => TimeSpan.FromSeconds(s))],
            Training = common.Budget == 0 ? SavingsSeries.Training : Present(SavingsSeries.Training, parsed.GetValue(Data), skipped, "the search"),
            Test = Present(chosen, parsed.GetValue(Data), skipped, "the test"),
        };
    }

    private static ImmutableArray<SavingsSeries> Chosen(string only)
    {
        var words = only.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var names = SavingsSeries.Test.Select(s => s.Name).ToList();
        return words.FirstOrDefault(w => !names.Contains(w)) is { } wrong
            ? throw new BadInputException($"--only '{wrong}' is not known. Use of: {string.Join(", ", names)}.")
            : words.Length == 0 ? SavingsSeries.Test : [.. SavingsSeries.Test.Where(s => words.Contains(s.Name))];
    }

    /// <summary>Those whose files are there; the others are told.</summary>
    private static ImmutableArray<SavingsSeries> Present(ImmutableArray<SavingsSeries> series, string? data, List<string> skipped, string what)
    {
        var present = series.Where(s => s.File is null || ScenarioLibrary.Has(s.File, data)).ToImmutableArray();
        skipped.AddRange(series.Except(present).Select(s => $"{s.Name} in {what}: the data folder has no {s.File} (--data DIR)."));
        return present.IsEmpty ? throw new BadInputException($"No series for {what} is there. {string.Join(" ", skipped)}") : present;
    }

    private static int Within(ParseResult parsed, Option<int> option, int least, int most) =>
        parsed.GetValue(option) is var value && value >= least && value <= most ? value : throw new BadInputException($"{option.Name} {value}: give {least} to {most}.");

    private static IEnumerable<int> Numbers(ParseResult parsed, Option<string> option, int least, int most)
    {
        var words = parsed.GetRequiredValue(option).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Length > 0 && words.All(w => int.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most)
            ? words.Select(w => int.Parse(w, CultureInfo.InvariantCulture))
            : throw new BadInputException($"{option.Name} '{parsed.GetRequiredValue(option)}': give whole numbers of {least} to {most}, separated by commas.");
    }
}
