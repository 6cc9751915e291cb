namespace SageServe.Planning.Tests;

public sealed class PoolGuardrailsTests
{
    private static readonly PoolId Pool = TestWorld.Pool(TestWorld.Large, TestWorld.Regions[0]);
    private static readonly PoolSpec Spec = new(Pool, 2, 8, 2);
    private static readonly TimeSpan ColdStart = TimeSpan.FromMinutes(5);
    private static readonly Instant Now = TestWorld.Start + TimeSpan.FromHours(1);
    private static readonly PlanningOptions Options = new() { MaxStep = 3, CoolDown = TimeSpan.FromMinutes(2), Guards = new GuardrailOptions { DrainShare = 1 } };

    [Theory]
    [InlineData(4, 5, 5, null)]
    [InlineData(4, 20, 7, "bounds,step-limit")]
    [InlineData(8, 9, 8, "bounds")]
    [InlineData(4, 0, 2, "bounds")]
    [InlineData(8, 2, 5, "step-limit")]
    [InlineData(1, 1, 2, "below-minimum")]
    public void Bounds_and_steps_clamp_and_say_so(int current, int wish, int expected, string? reasons) =>
        Check(TestWorld.Facts(Pool, current), wish, new PoolMemory(), null, expected, reasons);

    [Fact]
    public void Where_machines_are_missing_no_more_are_asked_for_and_stops_go_on()
    {
        Check(TestWorld.Facts(Pool, 4) with { NotComing = 2 }, 6, new PoolMemory(), null, 4, "no-machines");
        Check(TestWorld.Facts(Pool, 4) with { NotComing = 2 }, 3, new PoolMemory(), null, 3, null);
        Check(TestWorld.Facts(Pool, 1) with { NotComing = 1 }, 1, new PoolMemory(), null, 1, "below-minimum,no-machines");
    }

    [Fact]
    public void Frozen_facts_stop_shrinking_and_nothing_else()
    {
        Check(TestWorld.Facts(Pool, 4), 3, new PoolMemory(), "Demand could not be read.", 4, "frozen");
        Check(TestWorld.Facts(Pool, 4), 5, new PoolMemory(), "Demand could not be read.", 5, null);
    }

    [Fact]
    public void Starting_replicas_hold_back_stops_until_they_are_stuck()
    {
        var facts = TestWorld.Facts(Pool, 4, starting: 1);
        var memory = new PoolMemory();
        memory.Observe(facts, Now - TimeSpan.FromMinutes(15));
        Check(facts, 3, memory, null, 5, "still-starting");

        var stuck = new PoolMemory();
        stuck.Observe(facts, Now - TimeSpan.FromMinutes(16));
        Check(facts, 3, stuck, null, 3, null);
    }

    [Fact]
    public void Many_draining_replicas_hold_back_stops() =>
        Check(TestWorld.Facts(Pool, 5, draining: 3), 4, new PoolMemory(), null, 5, "still-draining");

    [Fact]
    public void A_pool_that_just_moved_stays_unless_it_is_below_its_minimum()
    {
        var memory = new PoolMemory();
        memory.Moved(new ScaleAction(ScaleActionKind.Start, Pool, 1, "x", "x"), Now - TimeSpan.FromSeconds(119));
        Check(TestWorld.Facts(Pool, 4), 5, memory, null, 4, "cool-down");
        Check(TestWorld.Facts(Pool, 1), 1, memory, null, 2, "below-minimum");

        var cooled = new PoolMemory();
        cooled.Moved(new ScaleAction(ScaleActionKind.Start, Pool, 1, "x", "x"), Now - TimeSpan.FromSeconds(120));
        Check(TestWorld.Facts(Pool, 4), 5, cooled, null, 5, null);
    }

    [Theory]
    [InlineData("stops", 3, 4, "paused")]
    [InlineData("stops", 5, 5, null)]
    [InlineData("moves", 3, 4, "paused")]
    [InlineData("moves", 5, 4, "paused")]
    [InlineData("none", 3, 3, null)]
    public void The_operators_switch_holds_what_it_says(string pause, int wish, int expected, string? reasons) =>
        Check(TestWorld.Facts(Pool, 4), wish, new PoolMemory(), null, expected, reasons, Options with { Guards = new GuardrailOptions { Pause = pause } });

    [Fact]
    public void Paused_moves_replace_no_lost_replicas_and_stay_with_the_models_named()
    {
        var paused = Options with { Guards = new GuardrailOptions { Pause = PauseLevels.Moves, PausedModels = [TestWorld.Large] } };
        Check(TestWorld.Facts(Pool, 1), 1, new PoolMemory(), null, 1, "paused", paused);

        var other = Options with { Guards = new GuardrailOptions { Pause = PauseLevels.Moves, PausedModels = [TestWorld.Small] } };
        Check(TestWorld.Facts(Pool, 1), 1, new PoolMemory(), null, 2, "below-minimum", other);
    }

    [Theory]
    [InlineData(8, 0, 4, 5, "drain-share")]
    [InlineData(7, 1, 4, 5, "drain-share")]
    [InlineData(6, 2, 5, 5, null)]
    [InlineData(6, 3, 5, 6, "drain-share")]
    [InlineData(3, 0, 2, 2, null)]
    public void A_share_of_what_serves_drains_at_once(int ready, int draining, int wish, int expected, string? reasons) =>
        Check(TestWorld.Facts(Pool, ready, draining: draining), wish, new PoolMemory(), null, expected, reasons,
            Options with { MaxStep = 10, Guards = new GuardrailOptions { DrainShare = 0.4 } });

    [Fact]
    public void A_pool_that_turns_too_often_keeps_its_replicas_for_a_while_and_may_grow()
    {
        var memory = new PoolMemory();
        var last = Now - Options.CoolDown;
        for (var i = 6; i >= 0; i--)
        {
            memory.Moved(new ScaleAction(i % 2 == 0 ? ScaleActionKind.Start : ScaleActionKind.Stop, Pool, 1, "x", "x"), last - TimeSpan.FromMinutes(9 * i));
        }

        Check(TestWorld.Facts(Pool, 4), 3, memory, null, 4, "flapping");
        Check(TestWorld.Facts(Pool, 4), 5, memory, null, 5, null);
        Check(TestWorld.Facts(Pool, 4), 3, memory, null, 3, null, Options with { Guards = new GuardrailOptions { FlapTurns = 0 } });
        Check(TestWorld.Facts(Pool, 4), 3, memory, null, 3, null, Options with { Guards = new GuardrailOptions { FlapTurns = 7 } });
        Check(TestWorld.Facts(Pool, 4), 3, memory, null, 3, null, Options with { Guards = new GuardrailOptions { FlapWindow = TimeSpan.FromMinutes(44) } });
        Check(TestWorld.Facts(Pool, 4), 3, memory, null, 3, null, Options with { Guards = new GuardrailOptions { FlapHold = Options.CoolDown } });
    }

    [Fact]
    public void A_series_that_fell_silent_freezes_its_model_until_it_speaks_or_is_gone()
    {
        var freeze = new StaleTelemetryFreeze(Options);
        var history = new DemandHistory(TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        Tell(TestWorld.Large, 0, Now - TimeSpan.FromMinutes(9));
        Tell(TestWorld.Large, 1, Now - TimeSpan.FromMinutes(1));
        Tell(TestWorld.Small, 0, Now - TimeSpan.FromMinutes(1));

        Assert.Null(freeze.OfFleet(new TickInput { Now = Now, Demand = [], Pools = [] }, history));
        Assert.Contains(TestWorld.Regions[0].Value, freeze.OfModel(TestWorld.Large, history, Now), StringComparison.Ordinal);
        Assert.Null(freeze.OfModel(TestWorld.Small, history, Now));
        Assert.Null(freeze.OfModel(TestWorld.Large, history, Now - TimeSpan.FromMinutes(1)));

        Tell(TestWorld.Large, 1, Now + TimeSpan.FromHours(6));
        Assert.Null(freeze.OfModel(TestWorld.Large, history, Now + TimeSpan.FromHours(6)));
        Tell(TestWorld.Large, 0, Now);
        Assert.Null(freeze.OfModel(TestWorld.Large, history, Now + TimeSpan.FromMinutes(8)));

        void Tell(ModelId model, int region, Instant start) =>
            history.Absorb([new DemandBin(TestWorld.Series(model, TestWorld.Regions[region]), start, TimeSpan.FromMinutes(1), 1, 1, 1)]);
    }

    [Fact]
    public void Missing_old_and_unknown_facts_freeze()
    {
        var freeze = new StaleTelemetryFreeze(Options);
        var history = new DemandHistory(TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        var input = new TickInput { Now = Now, Demand = [], Pools = [] };

        Assert.Null(freeze.OfFleet(input, history));
        Assert.Contains("Demand", freeze.OfFleet(input with { Demand = null }, history), StringComparison.Ordinal);
        Assert.Contains("fleet", freeze.OfFleet(input with { Pools = null }, history), StringComparison.Ordinal);
        history.Absorb([new DemandBin(TestWorld.Series(TestWorld.Large, TestWorld.Regions[0]), Now - TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(1), 1, 1, 1)]);
        Assert.Contains("newest demand", freeze.OfFleet(input, history), StringComparison.Ordinal);
        Assert.Null(freeze.OfFleet(input with { Now = Now - TimeSpan.FromMinutes(1) }, history));

        Assert.Null(freeze.OfPool(TestWorld.Facts(Pool, 2)));
        Assert.Contains("unknown", freeze.OfPool(TestWorld.Facts(Pool, 2) with { KvUtilization = null }), StringComparison.Ordinal);
        Assert.Contains("metrics", freeze.OfPool(TestWorld.Facts(Pool, 2, ageSeconds: 301)), StringComparison.Ordinal);
    }

    private static void Check(PoolFacts facts, int wish, PoolMemory memory, string? frozenBecause, int expected, string? reasons, PlanningOptions? options = null)
    {
        var steps = new StepList();
        var result = new PoolGuardrails(options ?? Options).Apply(
            new PaceProposal(wish, "wish", "Because."), facts, Spec, ColdStart, memory, Now, frozenBecause, steps);

        Assert.Equal(expected, result.Replicas);
        Assert.Equal(reasons ?? "", string.Join(",", steps.ToImmutable().Select(s => s.Reason)));
        Assert.All(steps.ToImmutable(), s => Assert.Equal("guardrail", s.Stage));
    }
}
