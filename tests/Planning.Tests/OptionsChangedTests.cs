using System.Text.Json;

namespace SageServe.Planning.Tests;

/// <summary>Options and catalog change under a planner that runs.</summary>
public sealed class OptionsChangedTests
{
    private static readonly ServingCatalog Catalog = TestWorld.Catalog();

    public static TheoryData<string> Live => [.. PlanningStrategies.Live];

    [Theory]
    [MemberData(nameof(Live))]
    public void A_change_that_changes_nothing_leaves_every_byte_as_it_was(string strategy) => Seeds.Check(4, (_, random) =>
    {
        var options = new PlanningOptions { Strategy = strategy, PlanInterval = TimeSpan.FromMinutes(30) };
        var fleet = new RandomFleet(Catalog, random.Child("fleet"));
        var (told, quiet) = (new PlanningCore(Catalog, options), new PlanningCore(Catalog, options));
        var tick = quiet.FirstTick(TestWorld.Start);
        Assert.Equal(tick, told.FirstTick(TestWorld.Start));
        for (var i = 0; i < 90; i++)
        {
            var input = fleet.Input(tick);
            var effects = quiet.OnTick(tick, input);
            Assert.Equal(Json(effects), Json(told.OnTick(tick, input)));
            fleet.Apply(effects.Actions, tick.At);
            if (random.NextInt(3) == 0)
            {
                var between = TimeSpan.FromSeconds(random.NextInt((int)(effects.NextTick.At - input.Now).TotalSeconds));
                Assert.Equal(effects.NextTick, told.OptionsChanged(new ServingCatalog(Catalog.Document), options with { }, input.Now + between));
            }

            tick = effects.NextTick;
        }
    });

    [Fact]
    public void No_tick_breaks_a_guardrail_however_options_change() => Seeds.Check(5, (_, random) =>
    {
        var fleet = new RandomFleet(Catalog, random.Child("fleet"));
        var core = new PlanningCore(Catalog, new PlanningOptions { Strategy = PlanningStrategies.Live[random.NextInt(PlanningStrategies.Live.Length)] });
        var tick = core.FirstTick(TestWorld.Start);
        var movedAt = new Dictionary<PoolId, Instant>();
        for (var i = 0; i < 150; i++)
        {
            var input = fleet.Input(tick);
            var effects = core.OnTick(tick, input);
            var coolDown = OptionsInForce.Of(core.Options).CoolDown;
            foreach (var action in effects.Actions)
            {
                Assert.InRange(action.Count, 1, OptionsInForce.Of(core.Options).MaxStep);
                Assert.True(
                    action.Reason == "below-minimum" || !movedAt.TryGetValue(action.Pool, out var moved) || input.Now - moved >= coolDown,
                    $"{action} within the cool-down, which a change must not forget");
                movedAt[action.Pool] = input.Now;
            }

            fleet.Apply(effects.Actions, tick.At);
            Assert.True(effects.NextTick.At > tick.At);
            tick = random.NextInt(4) == 0 ? core.OptionsChanged(Catalog, Drawn(random), input.Now) : effects.NextTick;
            Assert.True(tick.At > input.Now || tick.Kinds.HasFlag(TickKinds.Plan), "the next tick is ahead");
        }
    });

    [Fact]
    public void The_plan_in_force_and_its_numbers_go_on_and_a_nearer_plan_comes_sooner()
    {
        var core = new PlanningCore(Catalog, new PlanningOptions());
        var first = core.FirstTick(TestWorld.Start);
        var demand = TestWorld.Bins(TestWorld.Series(TestWorld.Large, TestWorld.Regions[0]), TestWorld.Start - TimeSpan.FromDays(1), TestWorld.Start, _ => 2000);
        var planned = core.OnTick(first, new TickInput { Now = first.At, Demand = [.. demand], Pools = TestWorld.AllPools(Catalog, 1, kv: 0.1) });
        var target = planned.Plan!.Targets[0];

        // The pool reached its target: load above the threshold stays at the cap of the plan made under the old options.
        var next = core.OptionsChanged(Catalog, core.Options with { PlanInterval = TimeSpan.FromMinutes(10), CoolDown = TimeSpan.Zero, ForecastDue = false }, first.At + TimeSpan.FromSeconds(30));
        Assert.Equal(first.At + TimeSpan.FromMinutes(1), next.At);
        var pools = TestWorld.AllPools(Catalog, target.Target, kv: 0.8);
        var capped = core.OnTick(next, new TickInput { Now = next.At, Demand = [], Pools = pools });
        Assert.DoesNotContain(capped.Actions, a => a.Pool == target.Pool && a.Reason == "load-high-no-plan");

        var at = capped.NextTick;
        while (!at.Kinds.HasFlag(TickKinds.Plan))
        {
            at = core.OnTick(at, new TickInput { Now = at.At, Demand = [], Pools = pools }).NextTick;
        }

        Assert.Equal(first.At + TimeSpan.FromMinutes(10), at.At);
        var second = core.OnTick(at, new TickInput { Now = at.At, Demand = [], Pools = pools }).Plan!;
        Assert.Equal((planned.Plan.Epoch, planned.Plan.Version + 1), (second.Epoch, second.Version));
    }

    [Fact]
    public void A_strategy_that_plans_makes_its_first_plan_at_once()
    {
        var core = new PlanningCore(Catalog, new PlanningOptions { Strategy = PlanningStrategies.Reactive });
        var first = core.FirstTick(TestWorld.Start);
        Assert.Null(core.OnTick(first, new TickInput { Now = first.At, Demand = [], Pools = TestWorld.AllPools(Catalog, 1) }).Plan);
        var next = core.OptionsChanged(Catalog, new PlanningOptions(), first.At + TimeSpan.FromSeconds(5));
        Assert.True(next.Kinds.HasFlag(TickKinds.Plan));
        Assert.NotNull(core.OnTick(next, new TickInput { Now = next.At, Demand = [], Pools = TestWorld.AllPools(Catalog, 1) }).Plan);
    }

    [Fact]
    public void A_catalog_brings_bounds_and_pools()
    {
        var core = new PlanningCore(Catalog, new PlanningOptions { Strategy = PlanningStrategies.Static });
        var tick = core.FirstTick(TestWorld.Start);
        var raised = new ServingCatalog(Catalog.Document with { Pools = [.. Catalog.Pools.Select(p => p with { MinReplicas = 2, InitialReplicas = 2, MaxReplicas = 9 })] });
        core.OnTick(tick, new TickInput { Now = tick.At, Demand = [], Pools = TestWorld.AllPools(Catalog, 1) });
        tick = core.OptionsChanged(raised, core.Options, tick.At + TimeSpan.FromSeconds(1));
        var effects = core.OnTick(tick, new TickInput { Now = tick.At, Demand = [], Pools = TestWorld.AllPools(Catalog, 1) });
        Assert.All(effects.Actions, a => Assert.Equal("below-minimum", a.Reason));
        Assert.NotEmpty(effects.Actions);
    }

    [Fact]
    public void What_only_a_start_can_change_is_refused_and_nothing_changes()
    {
        var core = new PlanningCore(Catalog, new PlanningOptions());
        core.FirstTick(TestWorld.Start);
        var before = core.Options;
        foreach (var options in new[] { before with { DemandBin = TimeSpan.FromMinutes(2) }, before with { Strategy = PlanningStrategies.Clairvoyant }, before with { MaxStep = 0 } })
        {
            Assert.Throws<ArgumentException>(() => core.OptionsChanged(Catalog, options, TestWorld.Start));
            Assert.Same(before, core.Options);
        }
    }

    private static PlanningOptions Drawn(RandomStream random) => new()
    {
        Strategy = PlanningStrategies.Live[random.NextInt(PlanningStrategies.Live.Length)],
        MaxStep = 1 + random.NextInt(4),
        CoolDown = TimeSpan.FromMinutes(random.NextInt(6)),
        PlanInterval = TimeSpan.FromMinutes(10 + random.NextInt(50)),
        PaceInterval = TimeSpan.FromMinutes(1 + random.NextInt(3)),
        LoadWindow = TimeSpan.FromMinutes(1 + random.NextInt(9)),
    };

    private static string Json(PlanningEffects effects)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            TickJson.Write(writer, effects);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
