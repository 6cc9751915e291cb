using System.Collections.Immutable;
using System.Text.Json;

namespace SageServe.Planning.Tests;

/// <summary>Each region's scaler moves its own pools; one of them plans for all, the others follow what it published.</summary>
public sealed class FollowTests
{
    private static readonly ServingCatalog Catalog = TestWorld.Catalog(max: 14);
    private static readonly RegionId Leader = TestWorld.Regions[0];

    [Theory]
    [InlineData("lt-i")]
    [InlineData("lt-u")]
    [InlineData("lt-ua")]
    [InlineData("lead-quantile")]
    [InlineData("reactive-tuned")]
    public void Three_scalers_of_one_plan_move_what_one_scaler_for_all_would(string strategy)
    {
        var options = new PlanningOptions { Strategy = strategy };
        var (one, three) = (new RegionalFleet(Catalog, options, [null]), new RegionalFleet(Catalog, options, [.. TestWorld.Regions.Select(r => (RegionId?)r)]));
        for (var minute = 0; minute < 60 * 8; minute++)
        {
            var (expected, actual) = (one.Tick(), three.Tick());
            Assert.True(expected.SequenceEqual(actual), $"minute {minute}:\n{string.Join('\n', expected)}\nby three:\n{string.Join('\n', actual)}");
        }

        Assert.True(one.Moves > 10, $"{one.Moves} moves compare something");
        Assert.Equal(one.Plans, three.Plans);
    }

    [Fact]
    public void A_follower_makes_no_plan_and_goes_by_its_load_until_one_is_told()
    {
        var core = new PlanningCore(Catalog, new PlanningOptions { Strategy = "lt-ua" });
        var tick = core.FirstTick(TestWorld.Start);
        var moved = new HashSet<(ScaleActionKind, RegionId)>();
        for (var i = 0; i < 10; i++)
        {
            var effects = core.OnTick(tick, Input(tick, kv: 0.95));
            Assert.Null(effects.Plan);
            moved.UnionWith(effects.Actions.Select(a => (a.Kind, a.Pool.Region)));
            tick = effects.NextTick;
        }

        Assert.Equal([(ScaleActionKind.Start, TestWorld.Regions[1])], moved);

        var plan = Plan();
        var told = core.OnTick(tick, Input(tick) with { Plan = plan });
        Assert.Contains(told.Diagnostics.Steps, s => s is { Stage: "plan", Reason: "followed" });
        Assert.Null(told.Plan);
    }

    [Fact]
    public void Who_is_told_to_lead_plans_when_the_last_plan_is_due_and_not_before()
    {
        var core = new PlanningCore(Catalog, new PlanningOptions());
        var tick = core.FirstTick(TestWorld.Start);
        tick = core.OnTick(tick, Input(tick) with { Plan = Plan() }).NextTick;
        var plans = new List<double>();
        for (var i = 0; i < 125; i++)
        {
            var effects = core.OnTick(tick, Input(tick) with { Follows = false });
            if (effects.Plan is not null)
            {
                plans.Add((tick.At - TestWorld.Start).TotalMinutes);
            }

            tick = effects.NextTick;
        }

        Assert.Equal([60, 120], plans);
    }

    [Fact]
    public void What_others_hold_or_are_planned_to_hold_counts_in_the_budget()
    {
        // Room for nine replicas of eight GPUs in all, two of which stand here; two more are wanted.
        var options = new PlanningOptions { Strategy = "reactive-tuned", Guards = new GuardrailOptions { BudgetGpus = 9 * 8 } };
        var home = TestWorld.Regions[1];
        var pools = TestWorld.AllPools(Catalog, 1).Select(p => p.Pool.Region == home ? TestWorld.Facts(p.Pool, 1, kv: p.Pool.Model == TestWorld.Large ? 0.99 : 0.7) : p).ToImmutableArray();
        Assert.Equal([2, 2, 1, 0, 0], new int?[] { null, 5, 6, 7, 20 }.Select(Started));

        int Started(int? elsewhere)
        {
            var core = new PlanningCore(Catalog, options);
            var tick = core.FirstTick(TestWorld.Start);
            var input = Input(tick) with { Pools = [.. pools.Where(p => p.Pool.Region == home)] };
            tick = core.OnTick(tick, input with { Plan = elsewhere is { } held ? Plan() with { Targets = [new PoolTarget(TestWorld.Pool(TestWorld.Large, Leader), 0, held)] } : null }).NextTick;
            var started = 0;
            for (var i = 0; i < 5 && started == 0; i++)
            {
                var effects = core.OnTick(tick, input with { Now = tick.At });
                started = effects.Actions.Where(a => a.Kind == ScaleActionKind.Start).Sum(a => a.Count);
                tick = effects.NextTick;
            }

            return started;
        }
    }

    [Fact]
    public void A_plan_of_an_earlier_format_or_another_catalog_is_no_reason_to_move()
    {
        foreach (var plan in (PlanDocument[])[Plan() with { Courses = [] }, Plan() with { Courses = [Plan().Courses[0] with { Model = new ModelId("unknown"), Curves = default }] }])
        {
            var core = new PlanningCore(Catalog, new PlanningOptions { Strategy = "lt-i" });
            var tick = core.FirstTick(TestWorld.Start);
            for (var i = 0; i < 30; i++)
            {
                var effects = core.OnTick(tick, Input(tick) with { Plan = i == 0 ? plan : null });
                Assert.Empty(effects.Actions);
                tick = effects.NextTick;
            }
        }
    }

    private static TickInput Input(ScheduledTick tick, double kv = 0.5) => new()
    {
        Now = tick.At,
        Demand = [],
        Pools = [.. TestWorld.AllPools(Catalog, 2, kv).Where(p => p.Pool.Region == TestWorld.Regions[1])],
        Home = TestWorld.Regions[1],
        Follows = true,
    };

    /// <summary>As another scaler would make it at the start, read back from the wire.</summary>
    private static PlanDocument Plan()
    {
        var core = new PlanningCore(Catalog, new PlanningOptions());
        var tick = core.FirstTick(TestWorld.Start);
        var demand = TestWorld.Bins(TestWorld.Series(TestWorld.Large, Leader), TestWorld.Start - TimeSpan.FromHours(6), TestWorld.Start, i => 1500 + 5 * (i % 60));
        var plan = core.OnTick(tick, new TickInput { Now = tick.At, Demand = [.. demand], Pools = TestWorld.AllPools(Catalog, 2) }).Plan!;
        return JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(plan, SharedJson.Default.PlanDocument), SharedJson.Default.PlanDocument)!;
    }
}
