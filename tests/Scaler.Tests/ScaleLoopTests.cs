namespace SageServe.Scaler.Tests;

public sealed class ScaleLoopTests
{
    [Fact]
    public async Task The_first_tick_is_at_once_and_makes_it_ready()
    {
        await using var rig = new LoopRig();
        rig.Source.Demand = _ => null;
        await rig.Start(readyReplicas: 2);
        await Eventually.True(() => rig.LastTick is not null, "the first tick is done");

        Assert.Null(rig.Readout.NotReadyBecause());
        Assert.Equal(["pace", "plan"], rig.LastTick!.Kinds);
    }

    [Fact]
    public async Task The_next_tick_waits_for_its_time()
    {
        await using var rig = new LoopRig();
        await rig.Start(readyReplicas: 2);
        await Eventually.True(() => rig.LastTick is not null && rig.Time.ActiveTimers > 0, "the loop waits for its second tick");
        var first = rig.LastTick!.At;

        rig.Time.Advance(rig.Planning.PaceInterval - TimeSpan.FromSeconds(1));
        Assert.Equal(first, rig.LastTick!.At);
        rig.Time.Advance(TimeSpan.FromSeconds(1));

        await Eventually.True(() => rig.LastTick!.At == first + rig.Planning.PaceInterval, "the second tick is done");
    }

    [Fact]
    public async Task A_shorter_interval_counts_at_once_and_not_after_the_long_one()
    {
        await using var rig = new LoopRig { Planning = new PlanningOptions { PaceInterval = TimeSpan.FromMinutes(30), StaleAfter = TimeSpan.FromHours(1) } };
        await rig.Start(readyReplicas: 2);
        await Eventually.True(() => rig.LastTick is not null && rig.Time.ActiveTimers > 0, "the loop waits for its second tick");
        var first = rig.LastTick!.At;
        var now = rig.Live.Current;
        rig.Live.Swap(now with { Options = now.Options with { Planning = now.Options.Planning with { PaceInterval = TimeSpan.FromSeconds(10) } }, Version = 2 });
        await Eventually.True(
            () =>
            {
                rig.Time.Advance(TimeSpan.FromMilliseconds(100));
                return rig.LastTick!.At > first;
            },
            "the next tick is done");

        Assert.InRange((rig.LastTick!.At - first).TotalMinutes, 0.1, 20);
    }

    [Fact]
    public async Task A_plan_tick_publishes_its_plan()
    {
        await using var rig = new LoopRig();
        await rig.Start(readyReplicas: 2);
        await Eventually.True(() => rig.LastTick is not null, "the first tick is done");
        rig.Offer(500);
        rig.Utilize(0.5);
        await rig.Pace();
        rig.Time.Advance(rig.Planning.PlanInterval);

        await Eventually.True(() => rig.Publisher.Last is { Forecasts.Length: > 0 }, "a plan with a forecast is published");
        Assert.Equal(rig.Host.Pool, Assert.Single(rig.Publisher.Last!.Targets).Pool);
    }

    public static TheoryData<string> Live => [.. PlanningStrategies.Live];

    [Theory]
    [MemberData(nameof(Live))]
    public async Task Each_strategy_runs_in_the_loop_and_acts_on_what_it_reads(string strategy)
    {
        await using var rig = new LoopRig { Planning = new PlanningOptions { Strategy = strategy } };
        await rig.Start(readyReplicas: 5);
        await Eventually.True(() => rig.LastTick is not null, "the first tick is done");
        rig.Offer(50_000);
        rig.Utilize(0.95);
        for (var i = 0; i < 4; i++)
        {
            await rig.Pace();
        }

        var state = rig.Readout.ToDocument();
        Assert.Equal((strategy, null), (state.Strategy, rig.Readout.NotReadyBecause()));

        // The fleet is full and the demand far above it: all start replicas but the one that never moves.
        var starts = state.Actions.Count(a => a.Kind == ScaleActionKind.Start);
        Assert.True(strategy == "static" ? starts == 0 : starts > 0, $"{starts} starts");
        Assert.All(state.Actions, a => Assert.Equal(ScaleActionKind.Start, a.Kind));
    }

    [Fact]
    public async Task Chiron_stays_where_nobody_tells_what_runs_and_shrinks_where_nothing_does()
    {
        await using var rig = new LoopRig { Planning = new PlanningOptions { Strategy = "chiron" } };
        await rig.Start(readyReplicas: 4);
        await Eventually.True(() => rig.LastTick is not null, "the first tick is done");
        rig.Offer(1);
        rig.Utilize(0.05);
        var load = Assert.Single(rig.Source.Load!.Value);
        rig.Source.Load = [load with { Work = null }];
        for (var i = 0; i < 4; i++)
        {
            await rig.Pace();
        }

        Assert.Empty(rig.Readout.ToDocument().Actions);
        rig.Source.Load = [load];
        for (var i = 0; i < 6 && rig.Readout.ToDocument().Actions.Length == 0; i++)
        {
            await rig.Pace();
        }

        var stop = rig.Readout.ToDocument().Actions[0];
        Assert.Equal((ScaleActionKind.Stop, "busy-low"), (stop.Kind, stop.Reason));
    }

    [Fact]
    public async Task An_outage_of_the_source_stops_nothing_and_its_end_does()
    {
        await using var rig = new LoopRig { Planning = new PlanningOptions { Strategy = "reactive" } };
        await rig.Start(readyReplicas: 4);
        await Eventually.True(() => rig.LastTick is not null, "the first tick is done");
        for (var i = 0; i < 6; i++)
        {
            await rig.Pace();
        }

        Assert.Empty(rig.Readout.ToDocument().Actions);
        Assert.True(rig.Readout.ToDocument().Frozen);

        rig.Offer(1);
        rig.Utilize(0.05);
        for (var i = 0; i < 6 && rig.Readout.ToDocument().Actions.Length == 0; i++)
        {
            await rig.Pace();
        }

        Assert.Equal(ScaleActionKind.Stop, rig.Readout.ToDocument().Actions[0].Kind);
        Assert.False(rig.Readout.ToDocument().Frozen);
    }

    [Fact]
    public async Task A_tick_that_fails_is_told_and_tried_again()
    {
        await using var rig = new LoopRig();
        rig.Source.Demand = _ => throw new InvalidDataException("the source broke its word");
        await rig.Start(readyReplicas: 2);
        await Eventually.True(() => rig.Readout.NotReadyBecause()?.Contains("broke its word", StringComparison.Ordinal) == true, "the failure is told");

        rig.Source.Demand = _ => null;
        await Eventually.True(() => rig.Time.ActiveTimers > 0, "the loop waits to try again");
        rig.Time.Advance(rig.Planning.PaceInterval);

        await Eventually.True(() => rig.Readout.NotReadyBecause() is null, "the tick is done after all");
    }
}
