using System.Collections.Immutable;

namespace SageServe.Scaler.Tests;

/// <summary>What every source of demand does, on a real metrics page over real sockets.</summary>
public abstract class DemandSourceContract<TRig>(TRig rig) : IClassFixture<TRig>
    where TRig : DemandRig, new()
{
    private protected static readonly TimeSpan Bin = DemandRig.Bin;

    private protected TRig Rig { get; } = rig;

    [Fact]
    public async Task Every_complete_bin_is_rebuilt_exactly()
    {
        var since = Rig.Clock.Now.FloorTo(Bin);
        var bins = await BinsWhen(since, b => b.Length >= 5, "five bins");

        for (var i = 0; i < bins.Length; i++)
        {
            Assert.Equal(Rig.Gateway.Bin(since + Bin * i), bins[i]);
        }
    }

    [Fact]
    public async Task Bins_before_the_asked_time_are_left_out()
    {
        await BinsWhen(Rig.Clock.Now - Bin * 100, b => b.Length >= 2, "two bins");
        var since = Rig.Clock.Now.FloorTo(Bin) - Bin;

        var bins = await BinsWhen(since, b => b.Length >= 1, "a new bin");

        Assert.All(bins, b => Assert.True(b.Start >= since));
    }

    [Fact]
    public async Task A_time_without_answers_is_a_gap_and_never_zeros()
    {
        var since = Rig.Clock.Now.FloorTo(Bin);
        await BinsWhen(since, b => b.Length >= 2, "two bins");
        Rig.Gateway.Broken = true;
        var brokenFrom = Rig.Clock.Now.FloorTo(Bin) + Bin;
        await Eventually.True(() => Rig.Clock.Now >= brokenFrom + Bin * 3.5, "some bins passed unseen");
        Rig.Gateway.Broken = false;
        var brokenTo = Rig.Clock.Now.FloorTo(Bin);

        var bins = await BinsWhen(since, b => b.Any(bin => bin.Start > brokenTo), "bins after the gap");

        Assert.DoesNotContain(bins, b => b.Start >= brokenFrom && b.Start + Bin * 2 < brokenTo);
        Assert.All(bins, b => Assert.Equal(Rig.Gateway.Bin(b.Start), b));
    }

    [Fact]
    public async Task Load_is_told_with_its_age()
    {
        ImmutableArray<LoadSignal>? load = null;
        await Eventually.True(async () => (load = await Rig.Source.LoadAsync(default)) is not null, "load is read");

        var signal = Assert.Single(load!.Value);
        Assert.Equal(new DeploymentId(ScriptedGateway.Model, Rig.Gateway.Region), signal.Deployment);
        Assert.Equal(0.42, signal.KvUtilization!.Value.Value, 6);
        Assert.Equal(1.5, signal.Pressure!.Value.Value, 6);
        Assert.InRange(signal.Age.TotalSeconds, 0.25, 2);
    }

    [Fact]
    public async Task A_figure_that_is_no_number_is_no_fact()
    {
        Rig.Gateway.Kv = "NaN";
        await Eventually.True(async () => await Rig.Source.LoadAsync(default) is [{ KvUtilization: null, Pressure: not null }], "the figure is gone");

        Rig.Gateway.Kv = "0.42";
        await Eventually.True(async () => await Rig.Source.LoadAsync(default) is [{ KvUtilization: not null }], "the figure is back");
    }

    [Fact]
    public async Task A_gateway_that_sees_nobody_serve_measures_no_load()
    {
        Rig.Gateway.Ready = 0;
        await Eventually.True(async () => await Rig.Source.LoadAsync(default) is [{ KvUtilization: null, Pressure: null }], "the worst case is not taken for a figure");

        Rig.Gateway.Ready = 2;
        await Eventually.True(async () => await Rig.Source.LoadAsync(default) is [{ KvUtilization: not null, Pressure: not null }], "the figures are back");
    }

    [Fact]
    public async Task Without_an_answer_there_are_no_facts()
    {
        await using var own = new TRig();
        await own.InitializeAsync();

        await own.CutOff();

        await Eventually.True(async () => await own.Source.DemandAsync(own.Clock.Now - Bin * 4, default) is null, "demand is unknown");
        await Eventually.True(async () => await own.Source.LoadAsync(default) is null, "load is unknown");
    }

    private async Task<ImmutableArray<DemandBin>> BinsWhen(Instant since, Func<ImmutableArray<DemandBin>, bool> enough, string what)
    {
        ImmutableArray<DemandBin>? bins = null;
        await Eventually.True(async () => (bins = await Rig.Source.DemandAsync(since, default)) is { } known && enough(known), what);
        return bins!.Value;
    }
}
