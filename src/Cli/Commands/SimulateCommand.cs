using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary><c>simulate</c>: a scenario, or the load of <c>up</c>, on the simulator's virtual clock: a day in seconds.</summary>
internal static class SimulateCommand
{
    private static readonly Argument<string?> ScenarioName = new("scenario") { Description = "A built-in name (`sageserve scenario list`) or a YAML file; the demonstration's day otherwise.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string> For = new("--duration", "--for") { Description = "Length of the load in request time; the default is the scenario's.", DefaultValueFactory = _ => "" };
    private static readonly Option<string[]> Set = new("--set") { Description = "Changes one value of the scenario: planning.target-use=0.7. May be given several times." };
    private static readonly Option<string[]> AddRegion = WhatIfFlags.AddRegion();
    private static readonly Option<string[]> Gpu = WhatIfFlags.Gpu();
    private static readonly Option<string[]> TierMix = WhatIfFlags.TierMix();
    private static readonly Option<string?> Data = ScenarioCommand.DataFolder();
    private static readonly Option<string> DayIn = new("--day-in") { Description = "Demonstration's day: request time that one envelope day takes.", DefaultValueFactory = _ => "15m" };
    private static readonly Option<double> Rate = new("--rate") { Description = "Demonstration's day: requests a second, mean over the day.", DefaultValueFactory = _ => 12 };
    private static readonly Option<string?> Trace = new("--trace") { Description = "Demonstration's day: a trace (any known format, plain or gzip) instead of its load." };
    private static readonly Option<double> Speed = new("--speed") { Description = "Demonstration's day: multiplies the trace's arrival rate.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Catalog = new("--catalog") { Description = "Demonstration's day: catalog file instead of its own." };
    private static readonly Option<string?> Strategy = new("--strategy") { Description = $"{string.Join(", ", PlanningStrategies.All.Select(s => s.Name))}; the scenario's otherwise, lt-ua for the demonstration's day." };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of the run: same seed, same report, to the byte.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the report to this file." };

    public static Command Create()
    {
        var command = new Command("simulate", "Runs the same routing and planning code on a virtual clock with modelled engines.\n\nExamples:\n  sageserve simulate paper --duration 2h --strategy reactive\n  sageserve simulate my.yaml --set planning.target-use=0.7 --json report.json\n  sageserve simulate demo --add-region northus:like=eastus --tier-mix interactive-fast=0.9,non-interactive=0.1")
        {
            ScenarioName, For, Strategy, Seed, Set, AddRegion, Gpu, TierMix, Data, Json, DayIn, Rate, Trace, Speed, Catalog,
        };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed)));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var json = parsed.GetValue(Json);
        ReportFile.CheckWritable("--json", json);
        var seed = parsed.GetValue(Seed);
        var scenario = Scenario(parsed, seed);
        var progress = RunProgress.OfConsole();
        var report = Simulation.Run(scenario, seed, progress);
        progress.Done();
        Console.Write(Text(report));
        if (json is not null)
        {
            File.WriteAllBytes(json, report.ToJson());
        }

        return 0;
    }

    private static SimulationScenario Scenario(ParseResult parsed, ulong seed)
    {
        var name = parsed.GetValue(ScenarioName);
        var changed = Changed(parsed, name is null ? DemoWorld.Of(DemoDay(parsed)) : Named(parsed, name));
        try
        {
            var scenario = WhatIf.Together(changed, parsed.GetValue(AddRegion) ?? [], parsed.GetValue(Gpu) ?? [], parsed.GetValue(TierMix) ?? []).Source.Build(seed);
            return name is null ? scenario with { Initial = InitialFleet.For(scenario) } : scenario;
        }
        catch (ArgumentException e) when (e is not BadInputException)
        {
            throw new BadInputException(e.Message);
        }
    }

    private static IScenarioSource Named(ParseResult parsed, string name)
    {
        foreach (var option in new Option[] { DayIn, Rate, Trace, Speed, Catalog })
        {
            if (parsed.GetResult(option) is { Implicit: false })
            {
                throw new BadInputException($"{option.Name} belongs to the demonstration's day; change a scenario with --set, for example --set day-in=1h.");
            }
        }

        var scenario = ScenarioLibrary.Find(name, parsed.GetValue(Data));
        scenario = parsed.GetValue(Strategy) is { } strategy ? scenario.With("planning.strategy", strategy) : scenario;
        return parsed.GetRequiredValue(For) is { Length: > 0 } text ? scenario.With("duration", text) : scenario;
    }

    /// <summary>Changes that are given together need to fit only together.</summary>
    private static IScenarioSource Changed(ParseResult parsed, IScenarioSource scenario) =>
        parsed.GetValue(Set) is { Length: > 0 } changes ? scenario.With(changes.Select(Change)) : scenario;

    private static KeyValuePair<string, string> Change(string text) => text.Split('=', 2) is [var path, var value]
        ? new(path, value)
        : throw new BadInputException($"--set '{text}' has no value. Write path=value, for example planning.target-use=0.7.");

    private static UpOptions DemoDay(ParseResult parsed)
    {
        var strategy = parsed.GetValue(Strategy) ?? PlanningStrategies.LtUa;
        if (PlanningStrategies.Find(strategy) is null)
        {
            throw new BadInputException($"--strategy '{strategy}' is not known. Use one of: {string.Join(", ", PlanningStrategies.All.Select(s => s.Name))}.");
        }

        var day = DurationText.Parse("--day-in", parsed.GetRequiredValue(DayIn));
        return new UpOptions
        {
            DayIn = day,
            For = parsed.GetRequiredValue(For) is { Length: > 0 } text ? DurationText.Parse("--duration", text) : day,
            Rate = Flags.Positive("--rate", parsed.GetValue(Rate)),
            Trace = parsed.GetValue(Trace),
            TraceSpeed = Flags.Positive("--speed", parsed.GetValue(Speed)),
            Catalog = parsed.GetValue(Catalog),
            Strategy = strategy,
        };
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

        foreach (var (tenant, tier) in (report.Tenants ?? []).SelectMany(t => t.Tiers.Select(tier => (t.Tenant, tier))))
        {
            Line($"Tenant     {tenant}, {tier.Tier}: {tier.Requests} requests, TTFT p50 {tier.TtftSeconds?.P50:0.000} p95 {tier.TtftSeconds?.P95:0.000}  SLO met {tier.SloAttainment * 100:0.0} %");
        }

        foreach (var pool in report.Pools.Where(p => p.Serving is { PrefixHitShare: > 0 }))
        {
            Line($"Prefixes   {pool.Pool}: {pool.Serving!.PrefixHitShare * 100:0.0} % of prompt tokens cached, busiest replica {pool.Serving.MostOverMean:0.00} x mean");
        }

        Line($"GPU-hours  {report.GpuHours:0.0}, {report.Actions.Count} moves");
        lines.AddRange(VerdictTable.Lines(report.Receipts));
        return string.Join('\n', lines) + "\n";
    }
}
