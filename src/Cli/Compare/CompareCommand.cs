using System.CommandLine;

namespace SageServe.Cli;

/// <summary><c>compare</c>: scaling strategies side by side on one scenario, over several seeds.</summary>
internal static class CompareCommand
{
    private static readonly Argument<string> Scenario = new("scenario") { Description = "Name of a built-in scenario, or a scenario file (YAML)." };
    private static readonly Option<string> Strategies = new("--strategies") { Description = "Names with commas between; the first is the baseline.", DefaultValueFactory = _ => "reactive,reactive-tuned,lt-ua" };
    private static readonly Option<int> Seeds = new("--seeds") { Description = "How many seeds; each strategy sees the same arrivals under each of them.", DefaultValueFactory = _ => 5 };
    private static readonly Option<ulong> FirstSeed = new("--first-seed") { Description = "The first of the seeds.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Jobs = new("--jobs") { Description = "Runs at once.", DefaultValueFactory = _ => Environment.ProcessorCount };
    private static readonly Option<string?> Duration = new("--duration") { Description = "Length of the load in request time, instead of the scenario's." };
    private static readonly Option<string?> Data = new("--data") { Description = "Folder of the traces that the scenario names." };
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the figures to this file." };
    private static readonly Option<string?> Html = new("--html") { Description = "Writes a report with charts to this file; it needs nothing beside itself." };
    private static readonly Option<string?> Series = new("--series") { Description = "Bin of the time series in the JSON, envelope time (10m), or auto." };
    private static readonly Option<string[]> Set = new("--set") { Description = "Changes one value of the scenario: path=value. May be repeated." };
    private static readonly Option<string[]> Sweep = new("--sweep") { Description = "Also runs these values of an option: path=v1,v2,.... Several make a grid." };
    private static readonly Option<string[]> AddRegion = WhatIfFlags.AddRegion();
    private static readonly Option<string[]> Gpu = WhatIfFlags.Gpu();
    private static readonly Option<string[]> TierMix = WhatIfFlags.TierMix();
    private static readonly Option<bool> Together = new("--together") { Description = "The what-ifs make one variant together, instead of one each." };

    private const string About = """
        Runs scaling strategies side by side on one scenario and says what each costs and how it serves, with confidence intervals over seeds.

        Examples:
          sageserve compare paper --duration 2h --strategies reactive,lt-ua --seeds 3
          sageserve compare paper --strategies reactive,reactive-tuned,chiron,lt-i,lt-u,lt-ua,clairvoyant,perfect-mean --seeds 5 --json out.json --html out.html
          sageserve compare my.yaml --strategies lt-ua --sweep planning.target-use=0.5,0.6,0.7 --html sweep.html
          sageserve compare paper --add-region northus:like=eastus --tier-mix interactive-fast=0.3,interactive-normal=0.3,non-interactive=0.4 --together
        """;

    public static Command Create()
    {
        var command = new Command("compare", About)
        {
            Scenario, Strategies, Seeds, FirstSeed, Jobs, Duration, Set, Sweep, AddRegion, Gpu, TierMix, Together, Series, Json, Html, Data,
        };
        command.SetAction((parsed, _) => RunAsync(Options(parsed)));
        return command;
    }

    internal static async Task<int> RunAsync(CompareOptions options)
    {
        ReportFile.CheckWritable("--json", options.Json);
        ReportFile.CheckWritable("--html", options.Html);
        var plan = ComparePlan.Of(options);
        using var interrupt = new Interrupt();
        var result = await CompareProgress.ShowAsync(plan, watch => Comparison.RunAsync(plan, watch, interrupt.First));
        if (result.Runs.Length == 0)
        {
            throw new RunFailedException("Stopped before the first run was done: there is nothing to compare.");
        }

        Console.Write(CompareTable.Text(result));
        if (options.Json is { } json)
        {
            using var bytes = new MemoryStream();
            ComparisonJson.Write(result, bytes, options.Series is not null);
            ReportFile.WriteWhole(json, bytes.ToArray());
        }

        if (options.Html is { } html)
        {
            ReportFile.WriteWhole(html, System.Text.Encoding.UTF8.GetBytes(CompareReport.Html(result, options, Document(options.Scenario))));
        }

        return result.CutShort || result.Failed.Any() ? 1 : 0;
    }

    private static string? Document(string scenario) =>
        ScenarioLibrary.Names.Contains(scenario) ? ScenarioLibrary.Text(scenario) : File.Exists(scenario) ? File.ReadAllText(scenario) : null;

    private static CompareOptions Options(ParseResult parsed) => new()
    {
        Scenario = parsed.GetRequiredValue(Scenario),
        Data = parsed.GetValue(Data),
        Strategies = parsed.GetRequiredValue(Strategies),
        Seeds = parsed.GetValue(Seeds),
        FirstSeed = parsed.GetValue(FirstSeed),
        Jobs = parsed.GetValue(Jobs),
        Duration = parsed.GetValue(Duration),
        Set = parsed.GetValue(Set) ?? [],
        Sweep = parsed.GetValue(Sweep) ?? [],
        AddRegion = parsed.GetValue(AddRegion) ?? [],
        Gpu = parsed.GetValue(Gpu) ?? [],
        TierMix = parsed.GetValue(TierMix) ?? [],
        Together = parsed.GetValue(Together),
        Json = parsed.GetValue(Json),
        Html = parsed.GetValue(Html),
        Series = parsed.GetValue(Series),
    };
}
