using System.CommandLine;

namespace SageServe.Cli;

/// <summary><c>scenario</c>: which there are, what one says, and whether one's own is right.</summary>
internal static class ScenarioCommand
{
    private static readonly Argument<string> Name = new("scenario") { Description = "A built-in name or a YAML file." };
    private static readonly Option<string?> Data = DataFolder();

    private static readonly Option<string?> Json = new("--json") { Description = "Writes names and titles to this file." };

    public static Command Create()
    {
        var list = new Command("list", "Lists the built-in scenarios.") { Json };
        list.SetAction((parsed, _) => Task.FromResult(List(parsed.GetValue(Json))));
        var show = new Command("show", "Prints the YAML of a built-in scenario, to start an own one from.") { Name };
        show.SetAction((parsed, _) => Task.FromResult(Show(parsed.GetRequiredValue(Name))));
        var check = new Command("check", "Checks a scenario and lists every problem; with its traces where they are at hand.") { Name, Data };
        check.SetAction((parsed, _) => Task.FromResult(Check(parsed.GetRequiredValue(Name), parsed.GetValue(Data))));
        var schema = new Command("schema", "Prints the JSON schema of scenario files, for editors.");
        schema.SetAction((_, _) => Task.FromResult(Schema()));
        return new Command("scenario", "Lists, shows and checks scenarios.") { list, show, check, schema };
    }

    public static Option<string?> DataFolder() => new("--data") { Description = "Folder of the traces that scenarios name; else SAGESERVE_DATA, else shared/data beside the project." };

    private static int List(string? json)
    {
        ReportFile.CheckWritable("--json", json);
        var width = ScenarioLibrary.Names.Max(n => n.Length) + 2;
        foreach (var name in ScenarioLibrary.Names)
        {
            Console.WriteLine(name.PadRight(width) + ScenarioLibrary.Find(name).Title);
        }

        if (json is not null)
        {
            File.WriteAllText(json, TraceText.Json(ScenarioLibrary.Names.Select(n => new { Name = n, ScenarioLibrary.Find(n).Title })));
        }

        return 0;
    }

    private static int Show(string name)
    {
        Console.Write(ScenarioLibrary.Names.Contains(name) ? ScenarioLibrary.Text(name) : File.Exists(name)
            ? File.ReadAllText(name)
            : throw new BadInputException($"There is no scenario '{name}'. `sageserve scenario list` shows those built in."));
        return 0;
    }

    private static int Check(string name, string? data)
    {
        var scenario = ScenarioLibrary.Find(name, data).Build(1);
        var arrivals = 0;
        var models = new SortedSet<ModelId>();
        foreach (var arrival in scenario.Arrivals.Take(10_000))
        {
            arrivals++;
            models.Add(arrival.Model);
        }

        if (arrivals == 0)
        {
            throw new BadInputException($"{name}: nothing arrives within {DurationText.Exact(scenario.Duration)}. Look at the rates and the windows of its load.");
        }

        Console.WriteLine($"{name} is fine: {scenario.Catalog.Models.Length} models, {scenario.Catalog.Regions.Length} regions, {scenario.Catalog.Pools.Length} pools, {DurationText.Exact(scenario.Duration)} of load for {string.Join(", ", models)}, {scenario.History.Length} bins of history.");
        return 0;
    }

    private static int Schema()
    {
        Console.Write(ScenarioSchema.Text());
        return 0;
    }
}
