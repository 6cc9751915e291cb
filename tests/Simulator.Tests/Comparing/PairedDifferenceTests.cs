namespace SageServe.Simulator.Tests;

public sealed class PairedDifferenceTests
{
    [Fact]
    public void Seeds_fall_out_of_paired_differences()
    {
        // Ten percent less under each seed, however different the seeds are.
        var other = Runs(("gpu_hours", [100, 10, 1000]), ("tiers.t.slo_attainment", [0.9, 0.5, 0.7]));
        var own = Runs(("gpu_hours", [90, 9, 900]), ("tiers.t.slo_attainment", [0.95, 0.55, 0.75]));
        var differences = PairedDifference.Of(own, other);

        Assert.Equal(["gpu_hours_percent", "tiers.t.slo_attainment_points"], differences.Select(d => d.Path));
        Assert.Equal(-10, differences[0].Value!.Value.Mean, 9);
        Assert.Equal(-10, differences[0].Value!.Value.High!.Value, 6);
        Assert.Equal(5, differences[1].Value!.Value.Mean, 9);
    }

    [Fact]
    public void Hand_computed_interval()
    {
        // -10 % and -20 %: mean -15, standard error 5, t(1) = 12.7062.
        var difference = PairedDifference.Of(Runs(("cost_usd", [90, 160])), Runs(("cost_usd", [100, 200])))[0].Value!.Value;
        Assert.Equal(-15, difference.Mean, 9);
        Assert.Equal(-15 - 5 * 12.706205, difference.Low!.Value, 4);
    }

    [Fact]
    public void A_seed_that_one_of_them_lacks_is_left_out_and_nothing_is_divided_by_zero()
    {
        var own = Runs(("moves", [5, 6]));
        Assert.Equal(1, PairedDifference.Of(own, Runs(("moves", [10])))[0].Value!.Value.Count);
        Assert.Null(PairedDifference.Of(own, Runs(("moves", [0, 0])))[0].Value);
        Assert.Empty(PairedDifference.Of(own, []));
        Assert.Empty(PairedDifference.Of(Runs(("requests", [1])), Runs(("requests", [1]))));
    }

    private static List<ComparisonRun> Runs(params (string Path, double[] Values)[] figures) =>
    [
        .. Enumerable.Range(0, figures[0].Values.Length).Select(i => new ComparisonRun
        {
            Key = new ComparisonKey(0, 0, i),
            Seed = (ulong)i,
            Figures = [.. figures.Select(f => new Figure(f.Path, f.Values[i]))],
        }),
    ];
}
