using System.Collections.Immutable;

namespace SageServe.Cli.Tests;

/// <summary>The sentence that people act on, from figures that are made up.</summary>
public sealed class BacktestVerdictTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_cheapest_that_holds_every_goal_is_named_with_its_distance()
    {
        var verdict = Verdict(null, ("reactive", 100, 0.99), ("lt-ua", 80, 0.98), ("lead-quantile", 70, 0.90), ("clairvoyant", 60, 1));
        Assert.Equal("lt-ua", verdict.Strategy);
        Assert.StartsWith("lt-ua would have held every tier's goal at the least cost: 80 USD and 40 GPU-hours, 20.0 % less than reactive", verdict.Text, StringComparison.Ordinal);
        Assert.Contains("Next is reactive with 100 USD (+25.0 %).", verdict.Text, StringComparison.Ordinal);
        Assert.Contains("clairvoyant, which knows what comes, would have needed 25.0 % less still.", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_ran_is_what_it_is_held_against_where_that_is_known()
    {
        var verdict = Verdict(160, ("reactive", 100, 0.99), ("lt-ua", 80, 0.98));
        Assert.Contains("50.0 % less than what ran", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void When_none_holds_the_nearest_is_named_and_none_advised()
    {
        var verdict = Verdict(null, ("reactive", 100, 0.80), ("lt-ua", 80, 0.94), ("perfect-mean", 90, 0.99));
        Assert.Null(verdict.Strategy);
        Assert.Contains("No strategy would have held every tier's goal. lt-ua came nearest: interactive-fast 94.00 % of 95.00 %, for 80 USD.", verdict.Text, StringComparison.Ordinal);
        Assert.Contains("--set tries options", verdict.Text, StringComparison.Ordinal);
        Assert.Contains("Not even the bounds", Verdict(null, ("reactive", 100, 0.80), ("perfect-mean", 90, 0.90)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bound_is_never_advised() =>
        Assert.Contains("bounds alone give no advice", Verdict(null, ("clairvoyant", 60, 1)).Text, StringComparison.Ordinal);

    [Fact]
    public void An_attainment_that_swings_over_its_goal_is_said_to()
    {
        Assert.Contains("more seeds or days may decide otherwise", Verdict(null, ("reactive", 100, 0.951)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("more seeds or days", Verdict(null, ("reactive", 100, 0.99)).Text, StringComparison.Ordinal);
    }

    /// <summary>Three seeds whose attainments are 0.2 points apart.</summary>
    private BacktestVerdict Verdict(double? ran, params (string Strategy, double Cost, double Attainment)[] told)
    {
        var file = DemandCsvFile.Write(_folder, 1);
        var options = new BacktestOptions { File = file, Catalog = "", Strategies = [.. told.Select(t => t.Strategy)], Seeds = [1, 2, 3] };
        var load = BacktestLoad.Of(DemandTable.Read(file), CatalogFile.Read("--catalog", DemandCsvFile.Catalog), options);
        var plan = new ComparisonPlan { Variants = [new(ComparisonVariant.Unchanged, [], new BacktestSource(load.Load, ""))], Strategies = options.Strategies, Seeds = options.Seeds };
        ImmutableArray<ComparisonRun> runs =
        [
            .. plan.Runs.Select(key => new ComparisonRun
            {
                Key = key,
                Seed = plan.Seeds[key.Seed],
                Figures =
                [
                    new(RunFigures.GpuHours, told[key.Strategy].Cost / 2), new(RunFigures.CostUsd, told[key.Strategy].Cost),
                    new(RunFigures.OfTier("interactive-fast", "requests"), 1000), new(RunFigures.OfTier("interactive-fast", "slo_attainment"), told[key.Strategy].Attainment + (key.Seed - 1) * 0.002),
                ],
            }),
        ];
        var fleet = ran is { } cost ? new RanFleet(cost / 2, cost, 1, 1, 1, ImmutableSortedDictionary<string, double>.Empty, [], []) : null;
        return new BacktestReport(options, load, new ComparisonResult(plan, runs), fleet).Verdict;
    }
}
