using System.Collections.Immutable;
using System.Text.Json;
using SageServe.Simulator;

namespace SageServe.Cli.Tests;

public sealed class PaperBenchTests
{
    private static readonly string Program = Path.Combine(Repository.Root, "artifacts", "bin", "Cli", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "SageServe.Cli");

    private static PaperExperiment Schedulers => PaperExperiments.All.Single(e => e.Id == "schedulers");

    [Fact]
    public void Every_experiment_can_be_run_and_has_a_reference_for_each_case()
    {
        foreach (var experiment in PaperExperiments.All)
        {
            Assert.All(experiment.Measures, m => Assert.Equal(experiment.Cases.Length, m.Paper.Length));
            Assert.NotEmpty(experiment.Claims);
            Assert.All(experiment.Cases, c => Source(c).Build(1));
        }
    }

    [Fact]
    public async Task Overload_is_told_case_by_case_with_intervals_and_claims()
    {
        var said = new List<string>();
        var outcomes = await new PaperBench([1, 2], "6m", 2).RunAsync([Schedulers], said.Add, TestContext.Current.CancellationToken);

        Assert.Equal(4, said.Count);
        using var json = JsonDocument.Parse(PaperJson.Of(outcomes, [1, 2]));
        var experiment = json.RootElement.GetProperty("experiments").GetProperty("schedulers");
        var fcfs = experiment.GetProperty("cases").GetProperty("fcfs").GetProperty("IW-F missed");
        Assert.InRange(fcfs.GetProperty("mean").GetDouble(), 0.01, 1);
        Assert.Equal(0.45, fcfs.GetProperty("paper").GetDouble());
        Assert.Equal(2, fcfs.GetProperty("ci95").GetArrayLength());
        Assert.Equal(Schedulers.Claims.Length, experiment.GetProperty("claims").GetArrayLength());
        Assert.Contains("FCFS is worst for IW-F", PaperText.Of(outcomes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_is_unknown_where_a_run_failed_and_false_where_the_figures_say_so()
    {
        var experiment = Schedulers;
        var runs = experiment.Cases.ToDictionary(c => c.Key, c => ImmutableArray.Create(Run(fast: c.Name == "fcfs" ? 0.9 : 0.5)));
        var outcome = PaperOutcome.Of(experiment, runs);
        Assert.False(outcome.Held[1]);

        runs[experiment.Cases[0].Key] = [Run(0.9) with { Error = "it broke" }];
        Assert.All(PaperOutcome.Of(experiment, runs).Held, held => Assert.Null(held));
    }

    [Fact]
    public async Task An_unknown_experiment_is_refused()
    {
        var result = await CommandLineTool.Run(Program, ["bench", "paper", "--only", "magic"]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--only 'magic' is not known", result.Errors, StringComparison.Ordinal);
    }

    private static IScenarioSource Source(PaperCase wanted) => wanted.Changes.Aggregate(
        ScenarioLibrary.Find(wanted.Scenario).With("planning.strategy", wanted.Strategy), (source, change) => source.With(change.Key, change.Value));

    private static ComparisonRun Run(double fast) => new()
    {
        Key = default,
        Seed = 1,
        Figures = [new("tiers.interactive-fast.slo_attainment_fixed", fast), new("tiers.interactive-normal.slo_attainment_fixed", 0.5)],
    };
}
