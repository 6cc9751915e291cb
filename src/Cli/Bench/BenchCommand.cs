using System.CommandLine;

namespace SageServe.Cli;

/// <summary><c>bench</c>: how fast the product's parts are on this machine.</summary>
internal static class BenchCommand
{
    private static readonly Option<int?> Requests = new("--requests") { Description = "Requests to simulate: the scenario is cut, or made as long as it takes. The scenario as it is otherwise." };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of the runs.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> Scenario = new("--scenario") { Description = "Name of a built-in scenario, or a scenario file (YAML).", DefaultValueFactory = _ => "paper" };
    private static readonly Option<string?> Strategy = new("--strategy") { Description = "Scaling strategy, instead of the scenario's." };
    private static readonly Option<string[]> Set = new("--set") { Description = "Changes one value of the scenario: path=value. May be repeated." };
    private static readonly Option<bool> NoChecks = new("--no-checks") { Description = "Only the run without checkers." };
    private static readonly Option<bool> ChecksOnly = new("--checks-only") { Description = "Only the run with all checkers." };
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the figures to this file." };

    private const string About = """
        Runs the product's own routing and planning on modelled engines as fast as it goes, without and with the checkers that every
        other simulation has, and says how many requests a second that is, with how much memory.

        Examples:
          sageserve bench simulator
          sageserve bench simulator --requests 10000000 --checks-only --json bench.json
          sageserve bench simulator --strategy static --set intervals.scrape=2s
        """;

    public static Command Create()
    {
        var simulator = new Command("simulator", About) { Requests, Seed, Scenario, Strategy, Set, NoChecks, ChecksOnly, Json };
        simulator.SetAction((parsed, _) => Task.FromResult(Simulator(parsed)));
        return new Command("bench", "Measures the product's own speed.") { simulator, GatewayBenchCommand.Create(), PaperCommand.Create(), StreamsCommand.Create(), FuzzCommand.Create(), QueueBenchCommand.Create(), PromiseBenchCommand.Create(), PlannerBenchCommand.Create(), ChaosCommand.Create(), ClusterBenchCommand.Create(), InterferenceCommand.Create(), SavingsCommand.Create(), ForecastBenchCommand.Create() };
    }

    private static int Simulator(ParseResult parsed)
    {
        var options = new SimulatorBenchOptions
        {
            Requests = parsed.GetValue(Requests) is var requests and not < 1 ? requests : throw new BadInputException("--requests must be at least 1."),
            Seed = parsed.GetValue(Seed),
            Scenario = parsed.GetRequiredValue(Scenario),
            Strategy = parsed.GetValue(Strategy),
            Set = parsed.GetValue(Set) ?? [],
            Unchecked = !parsed.GetValue(ChecksOnly),
            Checked = !parsed.GetValue(NoChecks),
        };
        if (options is { Unchecked: false, Checked: false })
        {
            throw new BadInputException("--no-checks and --checks-only leave nothing to run. Give one of them, or neither for both runs.");
        }

        var json = parsed.GetValue(Json);
        ReportFile.CheckWritable("--json", json);
        using var interrupt = new Interrupt();
        var report = BenchProgress.Show(progress => SimulatorBench.Run(options, progress, interrupt.First));
        Console.Write(BenchTable.Text(report));
        if (json is not null)
        {
            ReportFile.WriteWhole(json, report.ToJson());
        }

        return 0;
    }
}
