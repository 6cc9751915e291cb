using System.Collections.Immutable;

namespace SageServe.Planning.Tests;

/// <summary>Each strategy through the door, on a day whose demand is known.</summary>
public sealed class StrategyTests
{
    private static readonly ServingCatalog Catalog = TestWorld.Catalog(min: 1, max: 10);
    private static readonly RegionId Home = TestWorld.Regions[0];
    private static readonly DemandSeriesId Series = TestWorld.Series(TestWorld.Large, Home);

    [Fact]
    public void Lt_i_takes_the_plans_answer_at_once_and_nothing_but_it()
    {
        // 2,000 tokens/s for a day; with 488 for swing; a replica is planned for 714: four at home.
        var (core, tick) = Begin(new PlanningOptions { Strategy = "lt-i", LocalShare = 1, RiskShare = 0 });
        var first = core.OnTick(tick, Input(tick.At, ready: 1, demandFrom: TestWorld.Start - TimeSpan.FromDays(1)));
        Assert.Equal([("plan-target", 3)], first.Actions.Select(a => (a.Reason, a.Count)));

        // Full or idle, between plans it stays.
        foreach (var kv in (double[])[0.05, 0.99])
        {
            Assert.Empty(core.OnTick(first.NextTick, Input(first.NextTick.At, ready: 4, kv: kv)).Actions);
        }
    }

    [Fact]
    public void Lt_i_goes_down_at_once_too_stops_before_starts()
    {
        var (core, tick) = Begin(new PlanningOptions { Strategy = "lt-i", LocalShare = 1, RiskShare = 0 });
        var input = Input(tick.At, ready: 1, demandFrom: TestWorld.Start - TimeSpan.FromDays(1));
        var pools = input.Pools!.Value.SetItem(1, TestWorld.Facts(input.Pools.Value[1].Pool, 9, kv: 0.9));
        var actions = core.OnTick(tick, input with { Pools = pools }).Actions;
        Assert.Equal([(ScaleActionKind.Stop, 8), (ScaleActionKind.Start, 3)], actions.Select(a => (a.Kind, a.Count)));
    }

    [Fact]
    public void Lt_u_never_passes_its_cap_in_the_interval()
    {
        var (core, tick) = Begin(new PlanningOptions { Strategy = "lt-u", LocalShare = 1, RiskShare = 0, CoolDown = TimeSpan.Zero });
        var ready = 1;
        Instant? demandFrom = TestWorld.Start - TimeSpan.FromDays(1);
        for (var i = 0; i < 59; i++)
        {
            var effects = core.OnTick(tick, Input(tick.At, ready, kv: 0.99, demandFrom));
            ready += effects.Actions.Where(a => a.Pool == TestWorld.Pool(TestWorld.Large, Home)).Sum(a => a.Kind == ScaleActionKind.Start ? a.Count : -a.Count);
            (tick, demandFrom) = (effects.NextTick, null);
        }

        Assert.Equal(4, ready);
    }

    [Fact]
    public void The_clairvoyant_bound_starts_one_cold_start_ahead_and_stops_when_no_need_is_in_sight()
    {
        // Nothing but the minutes from 30 to 40, with 2,400 tokens/s; 809 a replica at 85 % of 952: three for ten minutes.
        var future = TestWorld.Bins(Series, TestWorld.Start, TestWorld.Start + TimeSpan.FromHours(2), i => i is >= 30 and < 40 ? 2400 : 0).ToImmutableArray();
        var (core, tick) = Begin(new PlanningOptions { Strategy = "clairvoyant" });
        var ready = 1;
        var moves = new List<(int Minute, int Ready)>();
        for (var i = 0; i < 60; i++)
        {
            Assert.True(tick.FutureUntil > tick.At + TimeSpan.FromMinutes(6));
            var effects = core.OnTick(tick, Input(tick.At, ready) with { Future = [.. future.Where(b => b.Start >= tick.At && b.Start < tick.FutureUntil)] });
            foreach (var action in effects.Actions)
            {
                ready += action.Kind == ScaleActionKind.Start ? action.Count : -action.Count;
                moves.Add((i, ready));
            }

            tick = effects.NextTick;
        }

        // Asked for at minute 23 or 24: five minutes of cold start, and at most two of tick and bin.
        Assert.Equal([3, 1], moves.Select(m => m.Ready));
        Assert.InRange(moves[0].Minute, 23, 25);
        Assert.InRange(moves[1].Minute, 40, 41);
    }

    [Fact]
    public void Perfect_mean_plans_with_what_will_come()
    {
        var future = TestWorld.Bins(Series, TestWorld.Start, TestWorld.Start + TimeSpan.FromHours(4), i => i < 30 ? 100 : 2000).ToImmutableArray();
        var (core, tick) = Begin(new PlanningOptions { Strategy = "perfect-mean", LocalShare = 1 });
        var plan = core.OnTick(tick, Input(tick.At, ready: 1, demandFrom: TestWorld.Start - TimeSpan.FromDays(1)) with { Future = [.. future.Where(b => b.Start < tick.FutureUntil)] }).Plan!;
        Assert.Equal(4, plan.Targets.Single(t => t.Pool == TestWorld.Pool(TestWorld.Large, Home)).Target);
        Assert.All(plan.Forecasts.Where(f => f.Series.Tier.IsInteractive()), f => Assert.Equal("truth", f.Method));
    }

    [Fact]
    public void Static_moves_nothing_but_what_is_below_the_minimum()
    {
        var (core, tick) = Begin(new PlanningOptions { Strategy = "static" });
        Assert.Empty(core.OnTick(tick, Input(tick.At, ready: 3, kv: 1)).Actions);
        Assert.All(core.OnTick(tick, Input(tick.At, ready: 0)).Actions, a => Assert.Equal("below-minimum", a.Reason));
    }

    private static (PlanningCore Core, ScheduledTick Tick) Begin(PlanningOptions options)
    {
        var core = new PlanningCore(Catalog, options);
        return (core, core.FirstTick(TestWorld.Start));
    }

    private static TickInput Input(Instant now, int ready, double kv = 0.5, Instant? demandFrom = null) => new()
    {
        Now = now,
        Demand = demandFrom is { } from ? [.. TestWorld.Bins(Series, from, now, _ => 2000)] : [.. TestWorld.Bins(Series, now - TimeSpan.FromMinutes(1), now, _ => 2000)],
        Pools = [.. Catalog.Pools.Select(p => TestWorld.Facts(p.Id, p.Id == TestWorld.Pool(TestWorld.Large, Home) ? ready : 1, kv))],
    };
}
