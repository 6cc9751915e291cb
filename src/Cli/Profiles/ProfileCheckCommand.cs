using System.Collections.Immutable;
using System.CommandLine;

namespace SageServe.Cli;

/// <summary><c>profile check</c>: a measured run against a profile.</summary>
internal static class ProfileCheckCommand
{
    private static readonly Argument<string> File = new("file") { Description = "CSV of measured requests (.csv or .csv.gz)." };
    private static readonly Option<string?> Profile = new("--profile") { Description = "Profile made by `profile fit`, or a catalog; the demonstration's catalog otherwise." };
    private static readonly Option<string?> Model = new("--model") { Description = "Chooses a profile of the catalog." };
    private static readonly Option<string?> Accelerator = new("--accelerator") { Description = "Chooses a profile of the catalog." };
    private static readonly Option<string[]> Where = new("--where") { Description = "COLUMN=VALUE: only the rows that have it; may stand several times." };
    private static readonly Option<string> PrefixCache = new("--prefix-cache") { Description = "auto tells prefix hits from short TTFTs; off prefills every prompt whole.", DefaultValueFactory = _ => "auto" };
    private static readonly Option<double> Overhead = new("--overhead") { Description = "Seconds added to each time for what lies outside the profile: network, gateway.", DefaultValueFactory = _ => 0 };
    private static readonly Option<string?> Html = new("--html") { Description = "Writes the plots." };
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the comparison." };

    public static Command Create()
    {
        var command = new Command(
            "check",
            """
            Replays measured requests against a profile and compares TTFT and E2E.

            Examples:
              sageserve profile check requests.csv --profile profile.json
              sageserve profile check requests.csv.gz --where run=chat --model llama-3.1-70b --html check.html
            """)
        {
            File, Profile, Model, Accelerator, Where, PrefixCache, Overhead, Html, Json,
        };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var (html, json) = (parsed.GetValue(Html), parsed.GetValue(Json));
        ReportFile.CheckWritable("--html", html);
        ReportFile.CheckWritable("--json", json);
        if (parsed.GetRequiredValue(PrefixCache) is not ("auto" or "off"))
        {
            throw new BadInputException($"--prefix-cache '{parsed.GetRequiredValue(PrefixCache)}' is not known. Use auto or off.");
        }

        var profile = Read(parsed);
        var file = parsed.GetRequiredValue(File);
        var rows = BenchmarkRows.Read(CsvTable.Read(file).Where(ProfileFitCommand.Conditions(parsed.GetValue(Where) ?? [])));
        if (rows.Runs.Length == 0)
        {
            throw new BadInputException($"{file} holds no single requests; only those can be replayed. Use `profile fit` for step and throughput tables.");
        }

        var infer = parsed.GetRequiredValue(PrefixCache) == "auto";
        ImmutableArray<CheckedRun> runs = [.. rows.Runs.Select(r => Check(r, profile, infer, parsed.GetValue(Overhead)))];
        Console.Write(CheckReport.Text(file, profile, runs));
        if (html is not null)
        {
            System.IO.File.WriteAllText(html, CheckReport.Html(file, profile, runs));
        }

        if (json is not null)
        {
            System.IO.File.WriteAllText(json, CheckReport.Json(file, profile, runs));
        }

        return 0;
    }

    private static CheckedRun Check(BenchmarkRun run, ThroughputProfile profile, bool infer, double overhead)
    {
        try
        {
            return ProfileCheck.Run(run, profile, infer, overhead);
        }
        catch (ArgumentException e)
        {
            throw new BadInputException($"Run '{run.Name}': {e.Message.Split(" (Parameter", 2)[0]} Give a profile whose kvCapacityTokens holds it.");
        }
    }

    private static ThroughputProfile Read(ParseResult parsed) => parsed.GetValue(Profile) is { } path
        ? ProfileFile.Read(path, parsed.GetValue(Model), parsed.GetValue(Accelerator))
        : ProfileFile.Choose("The demonstration's catalog", EmbeddedData.DemoCatalog(), parsed.GetValue(Model), parsed.GetValue(Accelerator));
}
