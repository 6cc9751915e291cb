using System.CommandLine;

namespace SageServe.Cli;

/// <summary><c>profile fit</c>: a throughput profile from a user's own benchmark.</summary>
internal static class ProfileFitCommand
{
    private static readonly Argument<string> File = new("file") { Description = "The benchmark's CSV (.csv or .csv.gz): requests, steps or throughput; recognised by its columns." };
    private static readonly Option<string[]> Where = new("--where") { Description = "COLUMN=VALUE: only the rows that have it; may stand several times." };
    private static readonly Option<string?> Out = new("--out") { Description = "Writes the profile, as it would stand in a catalog." };
    private static readonly Option<string?> Html = new("--html") { Description = "Writes the residual plots, one page that needs nothing beside itself." };
    private static readonly Option<string?> Json = new("--json") { Description = "Writes numbers, goodness of fit and warnings." };
    private static readonly ProfileLimits Limits = new();

    public static Command Create()
    {
        var command = new Command(
            "fit",
            """
            Makes a throughput profile from a benchmark's CSV, and says how well it fits.

            Examples:
              sageserve profile fit requests.csv --model llama-3.1-70b --accelerator a100-80gb-x2 --out profile.json --html fit.html
              sageserve profile fit steps.csv --where model=llama2-70b --where hardware=h100-80gb --where tensor_parallel=8
              sageserve profile fit throughput.csv.gz --where "Hardware=Nvidia H100 GPU" --where "Num of Hardware=1" --where Framework=vLLM --where Model=meta-llama/Meta-Llama-3-8B
            """)
        {
            File, Where, Out, Html, Json,
        };
        foreach (var option in Limits.Options)
        {
            command.Add(option);
        }

        command.SetAction((parsed, _) => Task.FromResult(Run(parsed)));
        return command;
    }

    /// <summary>Splits COLUMN=VALUE.</summary>
    public static IEnumerable<(string Column, string Value)> Conditions(IEnumerable<string> texts) => texts.Select(t =>
        t.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (t[..at].Trim(), t[(at + 1)..].Trim()) : throw new BadInputException($"--where '{t}' is no condition. Write it like --where model=llama2-70b."));

    private static int Run(ParseResult parsed)
    {
        foreach (var (flag, path) in new[] { ("--out", parsed.GetValue(Out)), ("--html", parsed.GetValue(Html)), ("--json", parsed.GetValue(Json)) })
        {
            ReportFile.CheckWritable(flag, path);
        }

        var limits = Limits.Read(parsed);
        var file = parsed.GetRequiredValue(File);
        var rows = BenchmarkRows.Read(CsvTable.Read(file).Where(Conditions(parsed.GetValue(Where) ?? [])));
        if (rows.Runs.Length > 0)
        {
            Console.Error.WriteLine($"Fitting {rows.Runs.Sum(r => r.Requests.Length)} requests of {rows.Runs.Length} run(s) by replaying them ...");
        }

        var outcome = rows.Runs.Length > 0 ? RequestProfile.Fit(rows.Runs, limits)
            : rows.Steps.Length > 0 ? StepProfile.Fit(rows.Steps, limits)
            : BatchProfile.Fit(rows.Batches, limits);
        outcome = outcome with { Warnings = [.. outcome.Warnings, .. Limits.Assumed(parsed, outcome.TellsContext)] };
        Console.Write(FitText.Of(file, outcome));
        Write(parsed, file, outcome);
        return 0;
    }

    private static void Write(ParseResult parsed, string file, FitOutcome outcome)
    {
        if (parsed.GetValue(Out) is { } profile)
        {
            ProfileFile.Write(profile, outcome.Profile);
        }

        if (parsed.GetValue(Html) is { } html)
        {
            System.IO.File.WriteAllText(html, FitPage.Of(file, outcome));
        }

        if (parsed.GetValue(Json) is { } json)
        {
            System.IO.File.WriteAllText(json, FitJson.Text(file, outcome));
        }
    }
}
