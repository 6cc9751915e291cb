using System.Text.Json;

namespace SageServe.Planning.Tests;

public sealed class ReadyTimesTests
{
    private static readonly PoolId Pool = TestWorld.Pool(TestWorld.Large, TestWorld.Regions[0]);
    private readonly ReadyTimes _times = new();
    private Instant _now = TestWorld.Start;

    [Fact]
    public void A_start_takes_from_the_order_to_the_middle_of_the_ticks_between_which_it_served()
    {
        See(2, 0);
        Order(ScaleActionKind.Start, 2);
        After(60).See(2, 2);
        After(60).See(3, 1);
        After(60).See(4, 0);

        // Between 60 and 120 s, and between 120 and 180 s.
        Assert.Equal([90, 150], Assert.Single(_times.Keep()).Seconds);
        Assert.Equal(TimeSpan.FromSeconds(150), _times.P90(Pool));
    }

    [Fact]
    public void What_may_not_have_become_ready_tells_nothing()
    {
        // One that failed.
        See(2, 0);
        Order(ScaleActionKind.Start, 1);
        After(60).See(2, 1);
        After(60).See(2, 0);

        // One that served while another was stopped: the ready ones are as many as before.
        Order(ScaleActionKind.Start, 1);
        After(60).See(2, 1);
        Order(ScaleActionKind.Stop, 1);
        After(60).See(2, 0);

        // Ordered in a dry run, while somebody else started one.
        Order(ScaleActionKind.Start, 1);
        _now += TimeSpan.FromSeconds(60);
        _times.Observe([TestWorld.Facts(Pool, 3)], _now, [new MoveOutcome(Pool, ScaleActionKind.Start, 1, MoveFate.Advised)]);
        Order(ScaleActionKind.Stop, 1);
        After(60).See(2, 0);

        // Nobody ordered this one.
        After(60).See(2, 1);
        After(60).See(3, 0);
        Assert.Equal(0, _times.Count(Pool));
        Assert.Null(_times.P90(Pool));
    }

    [Fact]
    public void The_newest_times_count_and_are_kept_over_a_restart()
    {
        See(0, 0);
        for (var i = 0; i < PoolStarts.TimesMost + 10; i++)
        {
            Order(ScaleActionKind.Start, 1);
            After(i < 10 ? 5000 : 100).See(i + 1, 0);
        }

        Assert.Equal((PoolStarts.TimesMost, TimeSpan.FromSeconds(50)), (_times.Count(Pool), _times.P90(Pool)));
        Assert.True(_times.TakeChanged());
        Assert.False(_times.TakeChanged());

        var state = new ForecastState([]) { Ready = _times.Keep() };
        var next = new ReadyTimes();
        next.Restore(JsonSerializer.Deserialize<ForecastState>(JsonSerializer.Serialize(state))!.Ready);
        Assert.Equal((PoolStarts.TimesMost, TimeSpan.FromSeconds(50)), (next.Count(Pool), next.P90(Pool)));
        next.Restore([new PoolReadyTimes(Pool, [1])]);
        Assert.Equal(PoolStarts.TimesMost, next.Count(Pool));
        next.Restore([new PoolReadyTimes(Pool with { Revision = "other" }, [-1, double.NaN, 1e9, 7])]);
        Assert.Equal(1, next.Count(Pool with { Revision = "other" }));
    }

    [Theory]

    // The catalog says 300 s: before five starts, by the paper's rules and for a bound it counts, else within four times either way.
    [InlineData(4, 400, false, PlanningStrategies.LtUa, 300)]
    [InlineData(5, 400, false, PlanningStrategies.LtUa, 400)]
    [InlineData(5, 20, false, PlanningStrategies.LtUa, 75)]
    [InlineData(5, 9000, false, PlanningStrategies.LeadQuantile, 1200)]
    [InlineData(5, 400, true, PlanningStrategies.LtUa, 300)]
    [InlineData(5, 400, false, PlanningStrategies.PerfectMean, 300)]
    public void Enough_starts_take_the_place_of_the_catalogs_figure(int starts, double seconds, bool paperExact, string strategy, double expected)
    {
        _times.Restore([new PoolReadyTimes(Pool, [.. Enumerable.Repeat(seconds, starts)])]);
        var leads = new LeadTimes(TestWorld.Catalog(), new PlanningOptions { PaperExact = paperExact, Strategy = strategy }, _times);

        Assert.Equal(TimeSpan.FromSeconds(expected), leads.Of(Pool));
        Assert.Equal(expected == 300 ? null : TimeSpan.FromSeconds(expected), leads.Measured(Pool));
        Assert.Equal(TimeSpan.FromSeconds(Math.Max(300, expected)), leads.Longest(TestWorld.Large, null));
        Assert.Equal(TimeSpan.FromSeconds(expected), leads.Longest(TestWorld.Large, TestWorld.Regions[0]));
    }

    [Fact]
    public void A_plan_tells_what_it_reckons_with_and_what_was_measured_is_kept_with_it()
    {
        var catalog = TestWorld.Catalog();
        var core = new PlanningCore(catalog, new PlanningOptions { PlanInterval = TimeSpan.FromMinutes(10), ReadySamples = 1 });
        var tick = core.FirstTick(TestWorld.Start);
        PlanningEffects? last = null;
        ForecastState? kept = null;
        var (ready, starting, startedAt) = (0, 0, 0);
        for (var minute = 0; minute <= 21; minute++)
        {
            (ready, starting) = starting > 0 && minute - startedAt == 7 ? (ready + starting, 0) : (ready, starting);
            var pools = TestWorld.AllPools(catalog, 1).Select(p => p.Pool == Pool ? TestWorld.Facts(Pool, ready, starting: starting) : p);
            last = core.OnTick(tick, new TickInput { Now = tick.At, Demand = [], Pools = [.. pools] });
            kept = last.Forecasts ?? kept;
            if (last.Actions.FirstOrDefault(a => a.Pool == Pool && a.Kind == ScaleActionKind.Start) is { } start)
            {
                (starting, startedAt) = (starting + start.Count, minute);
            }

            if (last.Plan is { } plan)
            {
                var seconds = plan.Targets.Single(t => t.Pool == Pool).ReadySeconds;
                Assert.Equal(minute < 10 ? null : 390, seconds);
            }

            tick = last.NextTick;
        }

        Assert.Equal([390], Assert.Single(kept!.Ready).Seconds);
    }

    [Fact]
    public void Swaps_are_measured_apart_from_starts_and_only_where_one_can_tell_them()
    {
        See(2, 0);
        Order(ScaleActionKind.SwapModel, 2);
        After(60).See(2, 2);
        After(60).See(4, 0);
        Assert.Equal(0, _times.Count(Pool));
        Assert.Equal([90, 90], Assert.Single(_times.Wakes.Keep(), t => t is { Kind: ScaleActionKind.SwapModel } && t.Pool == Pool).Seconds);
        Assert.True(_times.TakeChanged());

        // Which of the two serves can't be seen.
        Order(ScaleActionKind.SwapModel, 1);
        Order(ScaleActionKind.Start, 1);
        After(60).See(4, 2);
        After(60).See(5, 1);
        Assert.Equal((0, 2), (_times.Count(Pool), _times.Wakes.Count(Pool, ScaleActionKind.SwapModel)));

        // Nor which of the two is left; and what was only advised is no swap.
        After(60).See(6, 0);
        Order(ScaleActionKind.SwapModel, 1);
        _now += TimeSpan.FromSeconds(60);
        _times.Observe([TestWorld.Facts(Pool, 7)], _now, [new MoveOutcome(Pool, ScaleActionKind.SwapModel, 1, MoveFate.Advised)]);
        Assert.Equal(0, _times.Count(Pool));
        Assert.Equal(2, _times.Wakes.Count(Pool, ScaleActionKind.SwapModel));
    }

    [Fact]
    public void A_swap_takes_a_cold_start_until_swaps_were_seen()
    {
        var leads = new LeadTimes(TestWorld.Catalog(), new PlanningOptions(), _times);
        Assert.Equal(TimeSpan.FromSeconds(300), leads.Wake(Pool, ScaleActionKind.SwapModel));

        _times.Restore([new PoolWakeTimes(Pool, ScaleActionKind.SwapModel, [.. Enumerable.Repeat(420.0, 5)])]);
        Assert.Equal(TimeSpan.FromSeconds(420), leads.Wake(Pool, ScaleActionKind.SwapModel));
        Assert.Equal(TimeSpan.FromSeconds(300), leads.Longest(Pool));
    }

    private ReadyTimesTests After(double seconds)
    {
        _now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    private void See(int ready, int starting) => _times.Observe([TestWorld.Facts(Pool, ready, starting: starting)], _now);

    private void Order(ScaleActionKind kind, int count) => _times.Moved(new ScaleAction(kind, Pool, count, "x", "x"), _now);
}
