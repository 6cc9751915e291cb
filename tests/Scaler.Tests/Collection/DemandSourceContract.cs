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
        Assert.Equal(Rig.Gateway.Pool, signal.Pool);
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
        await Eventually.True(async () => await own.Source.BacklogAsync(default) is null, "backlog is unknown");
        await Eventually.True(async () => await own.Source.SloAsync(default) is null or [], "attainment is unknown");
    }

    [Fact]
    public async Task Met_and_missed_targets_are_told_once_and_of_a_whole_region_only()
    {
        await using var one = await ScriptedGateway.Start(Rig.Clock, Bin);
        await using var two = await ScriptedGateway.Start(Rig.Clock, Bin);
        (one.Slo, two.Slo) = ((100, 10), (50, 5));
        await using var own = await Rig.OpenOn(one, two);
        var sum = (Met: 0.0, Missed: 0.0);
        async Task<int> Read()
        {
            var told = (await own.Source.SloAsync(default) ?? []).ToArray();
            Assert.All(told, r => Assert.True(r.Origin == one.Region && r.Since < r.Until));
            sum = told.SelectMany(r => r.Counts).Aggregate(sum, (s, c) => (s.Met + c.Met, s.Missed + c.Missed));
            return told.Length;
        }

        (one.Work, two.Work) = (new ScriptedWork { Interactive = [("a", 1)] }, new ScriptedWork { Interactive = [("b", 1)] });
        await Eventually.True(async () => await WorkOf(own) is { InteractiveBusy: 2 }, "both gateways are read");
        await Eventually.True(async () => await Read() > 0 && await Read() > 0, "their region is told");
        Assert.Equal((0, 0), sum);

        (one.Slo, two.Slo) = ((130, 12), (51, 5));
        await Eventually.True(async () => await Read() > 0 && sum == (31, 2), "what was added is told");

        two.Broken = true;
        await Eventually.True(async () => await Read() == 0, "a region of which a gateway is silent is not told");
        one.Slo = (140, 12);
        two.Slo = (2, 0);
        two.Broken = false;
        await Eventually.True(async () => await Read() > 0 && sum == (43, 2), "all is told when it speaks again; one of them began anew");
    }

    [Fact]
    public async Task Work_of_several_gateways_is_put_together()
    {
        await using var one = await ScriptedGateway.Start(Rig.Clock, Bin);
        await using var two = await ScriptedGateway.Start(Rig.Clock, Bin);
        one.Work = new ScriptedWork { Interactive = [("a", 2), ("b", 1), ("c", 0)], Patient = (3, 300, 30), Queue = (10, 1000, 100) };
        two.Work = new ScriptedWork { Interactive = [("a", 5), ("c", 0), ("d", 1)], Patient = (1, 100, 10), Queue = (9, 900, 90) };
        await using var own = await Rig.OpenOn(one, two);

        // Replica a is busy once, requests add up, and both tell of one queue.
        await Eventually.True(async () => await WorkOf(own) == new PoolWork(3, 14, 1400, 140), "the work of both is told as one");

        two.Work = two.Work with { Store = "another" };
        await Eventually.True(async () => await WorkOf(own) == new PoolWork(3, 23, 2300, 230), "two queues are added up");
    }

    [Fact]
    public async Task Work_that_nobody_knows_in_full_is_unknown()
    {
        await using var one = await ScriptedGateway.Start(Rig.Clock, Bin);
        await using var two = await ScriptedGateway.Start(Rig.Clock, Bin);
        var work = new ScriptedWork { Interactive = [("a", 1)], Queue = (4, 40, 400) };
        (one.Work, two.Work) = (work, work);
        await using var own = await Rig.OpenOn(one, two);
        await Eventually.True(async () => await WorkOf(own) == new PoolWork(1, 4, 40, 400), "the work is told");

        one.Work = work with { Queue = (double.NaN, double.NaN, double.NaN) };
        two.Work = work with { Queue = (5, 50, 500) };
        await Eventually.True(async () => await WorkOf(own) == new PoolWork(1, 5, 50, 500), "a queue that one gateway can't reach is told by the other");

        two.Work = one.Work;
        await UntilUnknown(own, "a queue that nobody can reach is not empty");

        (one.Work, two.Work) = (work, work);
        await Eventually.True(async () => await WorkOf(own) is not null, "it is known again");
        two.Broken = true;
        await UntilUnknown(own, "a gateway that is silent may have work there");
        Assert.Equal(0.42, (await own.Source.LoadAsync(default))!.Value.Single().KvUtilization!.Value.Value, 6);

        two.Broken = false;
        await Eventually.True(async () => await WorkOf(own) is not null, "it speaks again");
        (one.Work, two.Work) = (null, null);
        await UntilUnknown(own, "gateways that tell nothing have not nothing");
    }

    [Fact]
    public async Task Patient_work_that_is_due_counts_once_for_each_queue_and_is_unknown_when_a_queue_is_silent()
    {
        await using var one = await ScriptedGateway.Start(Rig.Clock, Bin);
        await using var two = await ScriptedGateway.Start(Rig.Clock, Bin);
        var work = new ScriptedWork { Due = (0.5, [0, 10, 20, 30, 40, 50, 60]) };
        (one.Work, two.Work) = (work, work with { Due = (0.6, [0, 10, 20, 30, 40, 50, 70]) });
        await using var own = await Rig.OpenOn(one, two);

        // Both tell of one queue, whoever pumps it: the larger telling counts.
        await Eventually.True(async () => await DueOf(own) is { ReplicasDue: 0.6 } told && told.Due[^1] == new DueWork(DueHorizons.All, 700, 70), "one queue is told");
        Assert.Equal(new DeploymentId(ScriptedGateway.Model, one.Region), (await DueOf(own))!.Deployment);

        two.Work = two.Work with { Store = "another" };
        await Eventually.True(async () => await DueOf(own) is { ReplicasDue: 1.1 } told && told.Due[1].WorkSeconds == 20, "two queues are added up");

        two.Work = two.Work with { Due = (0.6, [0, 10, 20]) };
        await Eventually.True(async () => await DueOf(own) is null, "a queue of which a part is missing is unknown");
        two.Work = two.Work with { Due = (0.6, [0, 10, double.NaN, 30, 40, 50, 70]) };
        await Eventually.True(async () => await DueOf(own) is null, "what is no number is no fact");

        two.Work = two.Work with { Due = (0, [0, 0, 0, 0, 0, 0, 0]) };
        await Eventually.True(async () => await DueOf(own) is { ReplicasDue: 0.5 }, "an empty queue is told as such");
        two.Broken = true;
        await Eventually.True(async () => await DueOf(own) is null, "a queue that nobody tells of any more may have filled");
        two.Broken = false;
        await Eventually.True(async () => await DueOf(own) is { ReplicasDue: 0.5 }, "it is told again");
    }

    private static async Task<PatientBacklog?> DueOf(OwnSource own) => await own.Source.BacklogAsync(default) is [{ } backlog] ? backlog : null;

    private static async Task<PoolWork?> WorkOf(OwnSource own) => await own.Source.LoadAsync(default) is [{ } signal] ? signal.Work : null;

    /// <summary>Load is still told, and work is not.</summary>
    private static Task UntilUnknown(OwnSource own, string why) =>
        Eventually.True(async () => await own.Source.LoadAsync(default) is [{ Work: null, KvUtilization: not null }], why);

    private async Task<ImmutableArray<DemandBin>> BinsWhen(Instant since, Func<ImmutableArray<DemandBin>, bool> enough, string what)
    {
        ImmutableArray<DemandBin>? bins = null;
        await Eventually.True(async () => (bins = await Rig.Source.DemandAsync(since, default)) is { } known && enough(known), what);
        return bins!.Value;
    }
}
