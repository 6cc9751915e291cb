using System.Collections.Immutable;

namespace SageServe.Cli.Tests;

public sealed class CompareVerdictTests
{
    [Fact]
    public void Fewer_hours_are_said_with_their_interval_and_attainment_beside()
    {
        var said = Assert.Single(CompareVerdict.Sentences(Result([100, 200, 300], [80, 162, 240], [0.991, 0.992, 0.993], [0.981, 0.982, 0.983])));
        Assert.Equal(
            "lt-ua used 19.7 % fewer GPU-hours than reactive (95 % interval 18.2..21.1); SLO attainment: interactive-fast 98.20 % against 99.20 %.", said);
    }

    [Fact]
    public void What_the_seeds_do_not_settle_is_not_claimed()
    {
        var said = Assert.Single(CompareVerdict.Sentences(Result([100, 100], [50, 110], [0.99, 0.99], [0.99, 0.99])));
        Assert.Contains("20.0 % fewer GPU-hours than reactive (not settled by these seeds: 95 % interval -401.2..+361.2)", said, StringComparison.Ordinal);
        Assert.EndsWith("interactive-fast 99.00 % both.", said, StringComparison.Ordinal);
        var wide = Assert.Single(CompareVerdict.Sentences(Result([100, 100], [50, 50], [0.99, 0.97], [0.98, 0.97])));
        Assert.EndsWith("interactive-fast 97.50 % against 98.00 % (no clear difference).", wide, StringComparison.Ordinal);
    }

    [Fact]
    public void One_seed_has_no_interval()
    {
        var result = Result([100], [110], [0.99], [0.98]);
        Assert.Contains("10.0 % more GPU-hours than reactive; SLO", Assert.Single(CompareVerdict.Sentences(result)), StringComparison.Ordinal);
        Assert.StartsWith("One seed", CompareVerdict.Seeds(result), StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_hours_are_equal() =>
        Assert.Contains("used as many GPU-hours as reactive;", Assert.Single(CompareVerdict.Sentences(Result([7, 8], [7, 8], [1, 1], [1, 1]))), StringComparison.Ordinal);

    private static ComparisonResult Result(double[] baseline, double[] own, double[] attainment, double[] ownAttainment)
    {
        var plan = new ComparisonPlan
        {
            Variants = [new(ComparisonVariant.Unchanged, [], ScenarioLibrary.Find("paper"))],
            Strategies = ["reactive", "lt-ua"],
            Seeds = [.. Enumerable.Range(1, own.Length).Select(i => (ulong)i)],
        };
        return new ComparisonResult(plan, [.. plan.Runs.Select(Run)]);

        ComparisonRun Run(ComparisonKey key) => new()
        {
            Key = key,
            Seed = plan.Seeds[key.Seed],
            Figures = Figures(key.Strategy == 0 ? baseline[key.Seed] : own[key.Seed], key.Strategy == 0 ? attainment[key.Seed] : ownAttainment[key.Seed]),
        };
    }

    private static ImmutableArray<Figure> Figures(double hours, double attainment) =>
        [new("gpu_hours", hours), new("tiers.interactive-fast.slo_attainment", attainment)];
}
