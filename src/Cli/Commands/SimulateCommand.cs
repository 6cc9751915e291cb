using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary><c>simulate</c>: the load of <c>up</c> on the simulator's virtual clock, a day in seconds.</summary>
internal static class SimulateCommand
{
    private static readonly Option<string> For = new("--for") { Description = "Length of the load in request time; the default is the whole envelope day.", DefaultValueFactory = _ => "" };
    private static readonly Option<string> DayIn = new("--day-in") { Description = "Request time that one envelope day takes.", DefaultValueFactory = _ => "15m" };
    private static readonly Option<double> Rate = new("--rate") { Description = "Requests a second, mean over the synthetic day.", DefaultValueFactory = _ => 12 };
    private static readonly Option<string?> Trace = new("--trace") { Description = "Azure LLM inference trace (.csv or .csv.gz) instead of the synthetic day." };
    private static readonly Option<double> Speed = new("--speed") { Description = "Multiplies the trace's arrival rate.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> Strategy = new("--strategy") { Description = $"One of {string.Join(", ", PlanningStrategies.All.Select(s => s.Name))}.", DefaultValueFactory = _ => "lt-ua" };
    private static readonly Option<string?> Catalog = new("--catalog") { Description = "Catalog file; the demonstration's otherwise." };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of the run: same seed, same report, to the byte.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the report to this file." };

    public static Command Create()
    {
        var command = new Command("simulate", "Runs the same routing and planning code on a virtual clock with modelled engines.")
        {
            For, DayIn, Rate, Trace, Speed, Strategy, Catalog, Seed, Json,
        };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var json = parsed.GetValue(Json);
        ReportFile.CheckWritable("--json", json);
        var report = Simulation.Run(Scenario(parsed), parsed.GetValue(Seed));
        Console.Write(Text(report));
        if (json is not null)
        {
            File.WriteAllBytes(json, report.ToJson());
        }

        return 0;
    }

    private static SimulationScenario Scenario(ParseResult parsed)
    {
        var strategy = parsed.GetRequiredValue(Strategy);
        if (PlanningStrategies.Find(strategy) is null)
        {
            throw new BadInputException($"--strategy '{strategy}' is not known. Use one of: {string.Join(", ", PlanningStrategies.All.Select(s => s.Name))}.");
        }

        var options = new UpOptions
        {
            DayIn = DurationText.Parse("--day-in", parsed.GetRequiredValue(DayIn)),
            Rate = Flags.Positive("--rate", parsed.GetValue(Rate)),
            Trace = parsed.GetValue(Trace),
            TraceSpeed = Flags.Positive("--speed", parsed.GetValue(Speed)),
            Catalog = parsed.GetValue(Catalog),
            Seed = parsed.GetValue(Seed),
        };
        var span = parsed.GetRequiredValue(For) is { Length: > 0 } text ? DurationText.Parse("--for", text) : options.DayIn;

        // The virtual clock starts with the envelope's, so that nothing of this machine's time is in the report.
        var start = UpDefaults.DayStart;
        var plan = UpPlan.WithoutPorts(options, start);
        return new SimulationScenario
        {
            Catalog = plan.Catalog,
            Envelope = plan.Envelope,
            Start = start,
            Duration = span,
            Arrivals = Arrivals(),
            Preview = Arrivals,
            Initial = [.. plan.Initial.Select(i => new Simulator.InitialReplicas(i.Pool, i.Count))],
            Planning = strategy == "static" ? null : plan.Timing.ToPlanning(strategy),
            History = strategy is not ("static" or "reactive") ? [.. PastDemand.Bins(plan, UpDefaults.DayStart)] : [],
        };

        IEnumerable<SimulatedArrival> Arrivals() =>
            plan.Traffic.Arrivals.TakeWhile(a => a.At < span).Select(a => SimulatedTraffic.Of(a, start, plan));
    }

    private static string Text(SimulationReport report)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        void Line(FormattableString line) => lines.Add(line.ToString(CultureInfo.InvariantCulture));
        Line($"Simulated  {report.RequestSeconds:0} s of requests, {report.EnvelopeHours:0.0} h of envelope time, strategy {report.Strategy}, seed {report.Seed}");
        Line($"Requests   {report.Requests} arrived, {report.Completed} completed, {report.Failed} failed, {report.Retried} retried, {report.Pending} pending");
        foreach (var tier in report.Tiers)
        {
            Line($"{tier.Tier,-20}{tier.Requests,7}  TTFT p50 {tier.TtftSeconds?.P50,7:0.000} p95 {tier.TtftSeconds?.P95,7:0.000} p99 {tier.TtftSeconds?.P99,7:0.000}  E2E p95 {tier.E2eSeconds?.P95,7:0.000}  SLO met {tier.SloAttainment * 100:0.0} %");
        }

        Line($"GPU-hours  {report.GpuHours:0.0}, {report.Actions.Count} moves");
        return string.Join('\n', lines) + "\n";
    }
}
