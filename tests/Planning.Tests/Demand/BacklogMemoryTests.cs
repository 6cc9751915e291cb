using System.Collections.Immutable;

namespace SageServe.Planning.Tests;

public sealed class BacklogMemoryTests
{
    private static readonly ServingCatalog Catalog = TestWorld.Dedicated(TestWorld.Catalog());
    private static readonly DeploymentId Deployment = new(TestWorld.Large, TestWorld.Regions[0]);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Pools_kept_for_patient_work_learn_what_its_deadlines_ask_for_while_it_is_told()
    {
        var memory = new BacklogMemory();
        ImmutableArray<PoolFacts> pools = [.. Catalog.Pools.Where(p => p.Id.Deployment == Deployment).Select(p => TestWorld.Facts(p.Id, 2) with { Work = new PoolWork(0, 0, 0, 0) })];
        Assert.All(Due(0), due => Assert.Null(due));

        memory.Absorb([Backlog(1.5)], TestWorld.Start);
        memory.Absorb(null, TestWorld.Start + Minute);
        memory.Absorb([Backlog(double.NaN)], TestWorld.Start + Minute * 2);
        Assert.Equal([("batch", 1.5)], Catalog.Pools.Where(p => p.Id.Deployment == Deployment).Select(p => p.Id.Revision).Zip(Due(5)).Where(d => d.Second is not null).Select(d => (d.First, d.Second!.Value)));
        Assert.All(Due(6), due => Assert.Null(due));

        // What a record told already stays, and a pool whose work nobody tells learns nothing.
        Assert.Null(memory.Join(Catalog, [pools[0] with { Work = null }], TestWorld.Start, Minute)[0].Work);
        var told = pools.Select(p => p with { Work = p.Work! with { PatientReplicasDue = 7 } }).ToImmutableArray();
        Assert.All(memory.Join(Catalog, told, TestWorld.Start, Minute), p => Assert.Equal(7, p.Work!.PatientReplicasDue));

        IEnumerable<double?> Due(int minutes) => memory.Join(Catalog, pools, TestWorld.Start + Minute * minutes, Minute * 5).Select(p => p.Work!.PatientReplicasDue);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(7, false)]
    [InlineData(359, false)]
    [InlineData(362, true)]
    public void A_pool_for_patient_work_does_not_shrink_while_its_backlog_is_silent(int silentMinutes, bool batchShrinks)
    {
        var core = new PlanningCore(Catalog, new PlanningOptions { Strategy = PlanningStrategies.Reactive });
        var first = core.FirstTick(TestWorld.Start);
        var at = TestWorld.Start + Minute * silentMinutes;

        core.OnTick(first, Input(TestWorld.Start, 0.5, [Backlog(0)]));
        var stopped = core.OnTick(first with { At = at, Kinds = TickKinds.Pace }, Input(at, 0.1, null)).Actions.Where(a => a.Pool.Deployment == Deployment).ToList();

        Assert.Contains(stopped, a => a is { Kind: ScaleActionKind.Stop, Pool.Revision: "interactive" });
        Assert.Equal(batchShrinks, stopped.Any(a => a is { Kind: ScaleActionKind.Stop, Pool.Revision: "batch" }));

        static TickInput Input(Instant now, double kv, ImmutableArray<PatientBacklog>? backlog) =>
            new() { Now = now, Demand = [], Pools = TestWorld.AllPools(Catalog, 4, kv), Backlog = backlog };
    }

    [Fact]
    public void Gateways_that_never_told_of_backlog_hold_nothing()
    {
        var core = new PlanningCore(Catalog, new PlanningOptions { Strategy = PlanningStrategies.Reactive });
        var first = core.FirstTick(TestWorld.Start);

        var effects = core.OnTick(first, new TickInput { Now = TestWorld.Start, Demand = [], Pools = TestWorld.AllPools(Catalog, 4, 0.1) });

        Assert.Contains(effects.Actions, a => a is { Kind: ScaleActionKind.Stop, Pool.Revision: "batch" });
    }

    private static PatientBacklog Backlog(double replicas) =>
        new(Deployment, replicas, [.. DueHorizons.Times.Select(t => new DueWork(t, 1000 * replicas, 3600 * replicas))]);
}
