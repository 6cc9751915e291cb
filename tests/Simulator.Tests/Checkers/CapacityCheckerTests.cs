using System.Collections.Immutable;
using SageServe.EngineModel;
using SageServe.Planning;
using SageServe.Routing;

namespace SageServe.Simulator.Tests;

public sealed class CapacityCheckerTests
{
    private static readonly PoolId East = SmallWorld.Pool(SmallWorld.East);
    private static readonly ThroughputProfile Profile = SmallWorld.Catalog.Profile(SmallWorld.Model, SmallWorld.Gpu);

    private static EngineReadout Reading(long used = 16_000, long capacity = 16_000, int running = 32) => new()
    {
        Running = running,
        Waiting = 0,
        KvUsedTokens = used,
        KvCapacityTokens = capacity,
        PrefixQueriesTokens = 0,
        PrefixHitsTokens = 0,
        Preemptions = 0,
        PromptTokens = 0,
        GenerationTokens = 0,
        Steps = 0,
    };

    [Fact]
    public void An_engine_over_its_memory_or_its_batch_is_caught()
    {
        KvCapacityChecker.Check(Reading(), Profile);
        Assert.Throws<InvariantException>(() => KvCapacityChecker.Check(Reading(used: 16_001), Profile));
        Assert.Throws<InvariantException>(() => KvCapacityChecker.Check(Reading(capacity: 16_001), Profile));
        Assert.Throws<InvariantException>(() => KvCapacityChecker.Check(Reading(running: 33), Profile));
    }

    [Fact]
    public void Work_over_a_replicas_bound_is_caught_but_for_a_single_request()
    {
        var options = new ModelFlowOptions { ReplicaBoundSeconds = 10, Gateways = 2, BorrowShare = 0 };
        InstanceWork Work(int requests, double seconds) => new(new InstanceId("r"), requests, 0, seconds);
        ReplicaBoundChecker.Check(Work(1, 7), options);
        ReplicaBoundChecker.Check(Work(2, 5), options);
        Assert.Throws<InvariantException>(() => ReplicaBoundChecker.Check(Work(2, 5.1), options));

        // Half of what the other one leaves unused may be borrowed.
        var lending = options with { BorrowShare = 1 };
        ReplicaBoundChecker.Check(Work(2, 7.5), lending);
        Assert.Throws<InvariantException>(() => ReplicaBoundChecker.Check(Work(2, 7.6), lending));
    }

    [Theory]
    [InlineData(2, 0, 4, true)]
    [InlineData(2, 1, 4, false)]
    [InlineData(2, 0, -1, true)]
    [InlineData(1, 1, -2, false)]
    public void Actions_that_leave_a_pools_limits_are_caught(int ready, int starting, int change, bool fits) =>
        Planned(fits, [Facts(East, ready, starting)], [Action(East, change)]);

    [Fact]
    public void Starts_on_GPUs_that_draining_replicas_hold_are_caught()
    {
        Planned(true, [Facts(East, 2, 0, draining: 4)], [Action(East, 2)]);
        Planned(false, [Facts(East, 2, 0, draining: 5)], [Action(East, 2)]);
    }

    [Fact]
    public void Actions_about_what_is_not_there_and_plans_beyond_the_limits_are_caught()
    {
        Planned(false, [Facts(East, 2, 0)], [Action(SmallWorld.Pool(SmallWorld.West), 1)]);
        Planned(true, [Facts(East, 2, 0)], [], new PoolTarget(East, 2, 6));
        Planned(false, [Facts(East, 2, 0)], [], new PoolTarget(East, 2, 7));
        Planned(false, [Facts(East, 2, 0)], [], new PoolTarget(new PoolId(East.Deployment, new AcceleratorId("other")), 0, 1));
    }

    private static PoolFacts Facts(PoolId pool, int ready, int starting, int draining = 0) =>
        new(pool, ready, starting, draining, null, null, TimeSpan.Zero);

    private static ScaleAction Action(PoolId pool, int change) =>
        new(change > 0 ? ScaleActionKind.Start : ScaleActionKind.Stop, pool, Math.Abs(change), "test", "A test.");

    private static void Planned(bool fits, ImmutableArray<PoolFacts> pools, ImmutableArray<ScaleAction> actions, PoolTarget? target = null)
    {
        var checker = new PlanFeasibilityChecker();
        checker.Begin(SmallWorld.Scenario([]));
        var core = new PlanningCore(SmallWorld.Catalog, new PlanningOptions { Strategy = "reactive" });
        var input = new TickInput { Now = SmallWorld.Start, Demand = [], Pools = pools };
        var effects = core.OnTick(core.FirstTick(SmallWorld.Start), input) with { Actions = actions, Plan = target is null ? null : Plan(target) };
        if (fits)
        {
            checker.Planned(input, effects);
        }
        else
        {
            Assert.Throws<InvariantException>(() => checker.Planned(input, effects));
        }
    }

    private static PlanDocument Plan(PoolTarget target) => new()
    {
        Epoch = 1,
        Version = 1,
        IssuedAt = SmallWorld.Start,
        ExpiresAt = SmallWorld.Start,
        Strategy = "test",
        Allocator = "test",
        Targets = [target],
        Forecasts = [],
    };
}
