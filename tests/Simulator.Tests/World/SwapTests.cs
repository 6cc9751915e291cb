using System.Collections.Immutable;
using SageServe.Planning;

namespace SageServe.Simulator.Tests;

/// <summary>Two models in a region of four places: what one gives up the other takes over.</summary>
public sealed class SwapTests
{
    private static readonly ModelId Other = new("n");
    private static readonly PoolId First = SmallWorld.Pool(SmallWorld.East);
    private static readonly PoolId Second = new(new DeploymentId(Other, SmallWorld.East), SmallWorld.Gpu);

    [Fact]
    public void The_other_starts_as_soon_as_the_one_has_drained()
    {
        // Two answers of 10 s keep both replicas busy; a cold start takes 600 s.
        var run = Run([SmallWorld.Request(1, output: 1000), SmallWorld.Request(1, output: 1000)], first: 2, second: 1, seconds: 1200);
        run.Advance(At(3));
        run.Fleet.Swaps.Apply(Swap(1));
        Assert.Equal("1 ready, 1 starting, 1 of them swapping, 0 draining", Told(run, Second));
        Assert.Equal("1 ready, 0 starting, 0 of them swapping, 1 draining", Told(run, First));

        run.Advance(At(30));
        Assert.Equal("1 ready, 1 starting, 0 of them swapping, 0 draining", Told(run, Second));
        var replica = run.World.Region(SmallWorld.East).InPool(Second)[1];
        Assert.InRange((replica.AllocatedAt - SmallWorld.Start).TotalSeconds, 10, 13);
        run.Go();
        Assert.Equal(TimeSpan.FromMinutes(10), replica.ReadyAt!.Value - replica.AllocatedAt);
    }

    [Fact]
    public void What_is_lost_meanwhile_makes_way_for_an_ordinary_start()
    {
        var run = Run([SmallWorld.Request(1, output: 1000)], first: 1, second: 1);
        run.Advance(At(3));
        run.Fleet.Swaps.Apply(Swap(1));
        run.Fleet.Lose(run.World.Region(SmallWorld.East).InPool(First)[0]);

        Assert.Equal((1, 0), (Facts(run, Second).Starting, Facts(run, Second).Swapping));
        Assert.Equal(0, Facts(run, First).Held);
    }

    [Fact]
    public void Who_waits_is_the_first_to_give_way()
    {
        var run = Run([SmallWorld.Request(1, output: 1000)], first: 1, second: 2);
        run.Advance(At(3));
        run.Fleet.Swaps.Apply(Swap(1));

        // To another pool of the same place, and then to nobody.
        var batch = First with { Revision = "batch" };
        run.Fleet.Swaps.Apply(new ScaleAction(ScaleActionKind.SwapModel, batch, 1, "test", "Because.") { From = Second });
        Assert.Equal((0, 2, 1), (Facts(run, Second).Starting, Facts(run, Second).Ready, run.Fleet.Swaps.Awaited(batch)));
        run.Fleet.Stop(batch, 1);
        Assert.Equal(0, run.Fleet.Swaps.Awaited(batch));
        run.Go();
        Assert.Equal(2, run.World.Region(SmallWorld.East).Replicas.Count);
    }

    [Fact]
    public void A_region_that_is_out_takes_who_waits_with_it()
    {
        var outage = new ScheduledFault { Kind = FaultKind.RegionOutage, After = TimeSpan.FromSeconds(5), For = TimeSpan.FromSeconds(20), Region = SmallWorld.East };
        var run = Run([SmallWorld.Request(1, output: 1000)], first: 1, second: 1, world: new WorldOptions { Faults = new FaultOptions { Schedule = [outage] } });
        run.Advance(At(3));
        run.Fleet.Swaps.Apply(Swap(1));
        run.Advance(At(6));

        Assert.Empty(run.World.Region(SmallWorld.East).Replicas);
        Assert.Equal(0, run.Fleet.Swaps.Awaited(Second));
    }

    [Theory]
    [InlineData(2, StartKind.Redeploy, 10)]
    [InlineData(0, StartKind.RemoteWeights, 90)]
    public void The_machine_goes_from_hand_to_hand(int stored, StartKind expected, double minutes)
    {
        var provisioning = new ProvisioningOptions
        {
            Machines = true,
            WhenStopped = StoppedMachine.SleepInRam,
            WeightsPerRegion = Math.Max(1, stored),
            Stored = [new StoredWeights { Region = SmallWorld.East, Models = [SmallWorld.Model, Other] }],
            Times = new StartTimes { Redeploy = Minutes(10), LocalWeights = Minutes(4), RemoteWeights = Minutes(90) },
        };
        var run = Run([], first: 4, second: 0, seconds: 4 * 3600, world: new WorldOptions { Provisioning = provisioning });
        run.Advance(At(3));
        var machines = Machines(run);
        run.Fleet.Swaps.Apply(Swap(1));
        var replica = Assert.Single(run.World.Region(SmallWorld.East).InPool(Second));
        Assert.Equal((expected, true), (replica.Kind, machines.Contains(replica.Machine)));
        run.Advance(At(3 + minutes * 60 + 1));
        Assert.Equal(TimeSpan.FromMinutes(minutes), replica.ReadyAt!.Value - replica.AllocatedAt);

        // Back again: the weights of the one that was here before are on its disk.
        run.Fleet.Swaps.Apply(Swap(1) with { Pool = First, From = Second });
        Assert.Equal(StartKind.LocalWeights, run.World.Region(SmallWorld.East).InPool(First)[^1].Kind);
        Assert.Equal(machines.Count, Machines(run).Intersect(machines).Count());

        static DurationSpread Minutes(double minutes) => DurationSpread.Of(TimeSpan.FromMinutes(minutes), TimeSpan.Zero);
        static List<Machine?> Machines(SimulationRun run) => [.. run.World.Region(SmallWorld.East).Replicas.Select(r => r.Machine)];
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_machine_that_is_lost_or_taken_back_is_handed_to_nobody(bool lost)
    {
        var world = new WorldOptions { Provisioning = new ProvisioningOptions { Machines = true, WarmFor = TimeSpan.Zero } };
        var run = Run([SmallWorld.Request(1, output: 1000)], first: 1, second: 1, world: world);
        run.Advance(At(3));
        var victim = run.World.Region(SmallWorld.East).InPool(First)[0];
        run.Fleet.Swaps.Apply(Swap(1));
        if (lost)
        {
            run.Fleet.Lose(victim);
        }
        else
        {
            run.Around.Fates.Reclaim(victim);
        }

        run.Advance(At(30));
        var replica = run.World.Region(SmallWorld.East).InPool(Second)[1];
        Assert.NotSame(victim.Machine, replica.Machine);
        Assert.Equal(StartKind.NewMachine, replica.Kind);
    }

    private static string Told(SimulationRun run, PoolId pool)
    {
        var facts = Facts(run, pool);
        return $"{facts.Ready} ready, {facts.Starting} starting, {facts.Swapping} of them swapping, {facts.Draining} draining";
    }

    private static PoolFacts Facts(SimulationRun run, PoolId pool) => new PlanningDriver(run, new PlanningOptions()).Pools().Single(p => p.Pool == pool);

    private static Instant At(double seconds) => SmallWorld.Start + TimeSpan.FromSeconds(seconds);

    private static ScaleAction Swap(int count) => new(ScaleActionKind.SwapModel, Second, count, "test", "Because.") { From = First };

    private static SimulationRun Run(IEnumerable<SimulatedArrival> arrivals, int first, int second, double seconds = 60, WorldOptions? world = null) =>
        new(Scenario(arrivals, first, second, seconds) with { World = world ?? new WorldOptions() }, 1, SimulationChecker.All(), null);

    private static SimulationScenario Scenario(IEnumerable<SimulatedArrival> arrivals, int first, int second, double seconds) => SmallWorld.Scenario(arrivals, seconds: seconds) with
    {
        Catalog = Catalog(),
        Initial = [new InitialReplicas(First, first), new InitialReplicas(Second, second)],
    };

    private static ServingCatalog Catalog()
    {
        var plain = SmallWorld.Catalog.Document;
        return new ServingCatalog(plain with
        {
            Models = [.. plain.Models, plain.Models[0] with { Id = Other }],
            Profiles = [.. plain.Profiles, plain.Profiles[0] with { Model = Other }],
            ServedNames = [.. plain.ServedNames, new ServedName("n", Other)],
            Regions = [.. plain.Regions.Select(r => r with { Capacity = [new RegionCapacity(SmallWorld.Gpu, 4)] })],
            Pools =
            [
                new PoolSpec(First, 0, 4, 1),
                new PoolSpec(First with { Revision = "batch" }, 0, 4, 0) { Tiers = [ServiceTier.NonInteractive] },
                new PoolSpec(Second, 0, 4, 1),
                .. plain.Pools.Where(p => p.Id.Region == SmallWorld.West).Select(p => p with { MinReplicas = 0, InitialReplicas = 0 }),
            ],
        });
    }
}
