using System.CommandLine;

namespace SageServe.Cli;

/// <summary><c>bench interference</c>: what a backlog of patient work costs interactive traffic, and how much idle capacity it uses.</summary>
internal static class InterferenceCommand
{
    private const int Tenants = 4;
    private static readonly Option<int> Seeds = new("--seeds") { Description = "Runs of each case, under seeds 0, 1, ...: the hour as recorded, then hours pieced together from it anew.", DefaultValueFactory = _ => 3 };
    private static readonly Option<string?> Duration = new("--duration") { Description = "Cuts the hour of traffic to this length." };
    private static readonly Option<bool> NoCurves = new("--no-curves") { Description = "Only the product as it comes, without the curves of the rules." };
    private static readonly Option<string[]> Set = new("--set") { Description = "Changes one value of the scenario: path=value. May be repeated." };
    private static readonly Option<string?> Data = ScenarioCommand.DataFolder();
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the figures to this file." };
    private static readonly Option<string?> Html = new("--html") { Description = "Writes a page with the curves to this file." };

    private const string About = """
        Runs an hour of real chat on four replicas with a token budget of 2,048, on the virtual clock: alone, with a deep backlog of patient
        work, and the backlog alone. Says what interactive TTFT and attainment lose, and how much of the idle capacity the backlog uses, for
        the product as it comes and, at several degrees of aggressiveness, for its rule, the paper's and AIMD. Exit code 1 where the
        goal is missed: TTFT p95 within 10 %, attainment within 0.5 points, at least 60 % of idle capacity used, by the medians over the seeds.
        A seed varies the traffic (which minutes of the hour follow each other, and the sizes of requests within them) and the backlog's order.
        The traffic is the scenario's `interference`; its trace is looked for in the data folder.

        Examples:
          sageserve bench interference --json interference.json --html interference.html
          sageserve bench interference --no-curves --seeds 5
          sageserve bench interference --duration 10m --seeds 1 --set routing.patient.reserve-use=0.6
        """;

    public static Command Create()
    {
        var command = new Command("interference", About) { Seeds, Duration, NoCurves, Set, Data, Json, Html };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var (json, html) = (parsed.GetValue(Json), parsed.GetValue(Html));
        ReportFile.CheckWritable("--json", json);
        ReportFile.CheckWritable("--html", html);
        var count = parsed.GetValue(Seeds);
        if (count is < 1 or > 100)
        {
            throw new BadInputException($"--seeds {count}: give 1 to 100.");
        }

        var bench = new InterferenceBench(
            Source(parsed), Tenants, [.. Enumerable.Range(0, count).Select(i => (ulong)i)], parsed.GetValue(NoCurves) ? [InterferenceCase.Product] : InterferenceCase.Curves);
        using var interrupt = new Interrupt();
        var report = BenchProgress.Show(progress => bench.Run(progress, interrupt.First));
        Console.Write(InterferenceText.Of(report));
        if (json is not null)
        {
            ReportFile.WriteWhole(json, report.ToJson());
        }

        if (html is not null)
        {
            ReportFile.WriteWhole(html, System.Text.Encoding.UTF8.GetBytes(InterferencePage.Of(report)));
        }

        return report.GoalMet ? 0 : 1;
    }

    private static IScenarioSource Source(ParseResult parsed)
    {
        var source = ScenarioLibrary.Find("interference", parsed.GetValue(Data));
        source = parsed.GetValue(Duration) is { } duration ? source.With("duration", duration) : source;
        foreach (var change in parsed.GetValue(Set) ?? [])
        {
            var at = change.IndexOf('=', StringComparison.Ordinal);
            source = at > 0 ? source.With(change[..at], change[(at + 1)..]) : throw new BadInputException($"--set '{change}' is not understood. Write path=value.");
        }

        return source;
    }
}
