using System.Collections.Immutable;
using System.Text.Json;
using SageServe.Simulator;

namespace SageServe.Cli.Tests;

public sealed class PaperBenchTests
{
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
        Assert.All(experiment.GetProperty("cases").EnumerateObject(), c => Assert.InRange(c.Value.GetProperty("IW-F missed").GetProperty("ci95")[1].GetDouble(), 0, 1));
        Assert.Contains($"<td>{EstimateText.Percent(fcfs.GetProperty("mean").GetDouble())}<small>", PaperPage.Of([.. outcomes], [1, 2], "6m"), StringComparison.Ordinal);
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
    public void The_page_needs_nothing_beside_itself_and_has_each_claim_and_figure()
    {
        ImmutableArray<PaperOutcome> outcomes =
        [
            .. PaperExperiments.All.Select((e, n) => new PaperOutcome(
                e,
                [.. e.Measures.Select(_ => e.Cases.Select((_, i) => (Estimate?)new Estimate(0.1 * (i + 1), 0, 0.15 * (i + 1), 3)).ToImmutableArray())],
                [.. e.Claims.Select((_, i) => n == 0 && i == 0 ? (bool?)null : i % 2 == 0)])),
        ];
        var page = PaperPage.Of(outcomes, [1, 2, 3], null);
        if (Environment.GetEnvironmentVariable("SAGESERVE_SCREENSHOTS") is { } folder)
        {
            File.WriteAllText(Path.Combine(folder, "paper.html"), page);
        }

        Assert.Equal(page, PaperPage.Of(outcomes, [1, 2, 3], null));
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        foreach (var experiment in PaperExperiments.All)
        {
            Assert.Contains($"<h2 id=\"{experiment.Id}\">", page, StringComparison.Ordinal);
            Assert.All(experiment.Claims, c => Assert.Equal(3, page.Split(SvgText.Escape(c.Text)).Length));
        }

        Assert.Equal(PaperExperiments.All.Sum(e => e.Measures.Length), page.Split("<svg class=").Length - 1);
        Assert.Contains("here 0.1, the paper 302.3", page, StringComparison.Ordinal);
        Assert.Contains(": 0.1 (0 to 0.15)", page, StringComparison.Ordinal);
        Assert.Contains("the paper gives no figure", page, StringComparison.Ordinal);
        Assert.Contains($"{PaperExperiments.All.Sum(e => e.Claims.Length)} hold", page, StringComparison.Ordinal);
        Assert.Contains(", 1 unknown.", page, StringComparison.Ordinal);
        Assert.Contains("Every scenario was cut to &lt;1h&gt;", PaperPage.Of(outcomes, [1], "<1h>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_experiment_is_refused()
    {
        await CliProgram.Refuses("--only 'magic' is not known", "bench", "paper", "--only", "magic");
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
