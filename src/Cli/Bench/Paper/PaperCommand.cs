using System.Collections.Immutable;
using System.CommandLine;

namespace SageServe.Cli;

/// <summary><c>bench paper</c>: the reference system's results, run again here and set beside its figures.</summary>
internal static class PaperCommand
{
    private static readonly Option<int> Seeds = new("--seeds") { Description = "Runs of each case, under seeds 1, 2, ...", DefaultValueFactory = _ => 3 };
    private static readonly Option<string> Only = new("--only") { Description = $"Experiments, separated by commas, of: {string.Join(", ", PaperExperiments.All.Select(e => e.Id))}. All by default.", DefaultValueFactory = _ => "" };
    private static readonly Option<string?> Duration = new("--duration") { Description = "Cuts each scenario to this length; figures are then not the paper's any more." };
    private static readonly Option<int> Jobs = new("--jobs") { Description = "Runs at once.", DefaultValueFactory = _ => Environment.ProcessorCount };
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the figures to this file." };
    private static readonly Option<string?> Html = new("--html") { Description = "Writes a page with charts, here against the paper, to this file; it needs nothing beside itself." };

    private const string About = """
        Runs the paper's experiments on the simulator and says which of its results are seen again. A day of the paper's fleet is about a
        million requests and takes a minute or two; 20 such cases make the whole.

        Examples:
          sageserve bench paper --seeds 3 --json paper.json --html paper.html
          sageserve bench paper --only hours,latency --seeds 2
          sageserve bench paper --only schedulers --duration 10m --html look.html
        """;

    public static Command Create()
    {
        var command = new Command("paper", About) { Seeds, Only, Duration, Jobs, Json, Html };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var json = parsed.GetValue(Json);
        var html = parsed.GetValue(Html);
        ReportFile.CheckWritable("--json", json);
        ReportFile.CheckWritable("--html", html);
        var count = parsed.GetValue(Seeds);
        if (count is < 1 or > 100)
        {
            throw new BadInputException($"--seeds {count}: give 1 to 100.");
        }

        ImmutableArray<ulong> seeds = [.. Enumerable.Range(1, count).Select(i => (ulong)i)];
        var jobs = Math.Min(Math.Max(1, parsed.GetValue(Jobs)), count);
        var chosen = Chosen(parsed.GetRequiredValue(Only));
        var cases = PaperBench.Cases(chosen).Count;
        var bench = new PaperBench(seeds, parsed.GetValue(Duration), jobs);
        var outcomes = await RunsProgress.ShowAsync(
            $"{cases} cases x {count} seeds, {jobs} at once", cases * count, jobs, _ => null, progress => bench.RunAsync(chosen, progress.Say, stop, progress));
        Console.Write(PaperText.Of(outcomes));
        if (json is not null)
        {
            ReportFile.WriteWhole(json, PaperJson.Of(outcomes, seeds));
        }

        if (html is not null)
        {
            ReportFile.WriteWhole(html, System.Text.Encoding.UTF8.GetBytes(PaperPage.Of(outcomes, seeds, parsed.GetValue(Duration))));
        }

        return outcomes.Any(o => o.Held.Contains(null)) ? 1 : 0;
    }

    private static ImmutableArray<PaperExperiment> Chosen(string only)
    {
        var words = only.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var word in words)
        {
            if (PaperExperiments.All.All(e => e.Id != word))
            {
                throw new BadInputException($"--only '{word}' is not known. Use of: {string.Join(", ", PaperExperiments.All.Select(e => e.Id))}.");
            }
        }

        return words.Length == 0 ? PaperExperiments.All : [.. PaperExperiments.All.Where(e => words.Contains(e.Id))];
    }
}
