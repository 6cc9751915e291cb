using SageServe.Planning;

namespace SageServe.Simulator.Tests;

public sealed class GroupTests
{
    private const string Name = "pair";
    private static readonly ModelId Other = new("n");
    private static readonly PoolId First = SmallWorld.Pool(SmallWorld.East);
    private static readonly PoolId Second = First with { Deployment = new DeploymentId(Other, SmallWorld.East) };

    [Fact]
    public void What_sleeps_is_paid_for_once_and_wakes_in_seconds()
    {
        var run = Run([], initialUnits: 2);
        run.Advance(SmallWorld.Start + TimeSpan.FromSeconds(1));
        Assert.Equal(new GroupFacts(Name, 2, 1).ToString(), Facts(run).ToString());

        run.Fleet.Groups.Apply(Action(ScaleActionKind.Wake, Second));
        Assert.Equal((2, 0), (Facts(run).Units, Facts(run).Asleep));
        run.Go();

        var woke = Replica(run, Second);
        Assert.Equal((InstancePhase.Ready, StartKind.WakeFromRam), (woke.Phase, woke.Kind));
        Assert.Equal(SmallWorld.Start + TimeSpan.FromSeconds(11), woke.ReadySince);
        Assert.Equal(2 * 60, Held(run), 3);
    }

    [Fact]
    public void An_exchange_lets_a_stream_end_first_and_tells_what_it_took()
    {
        // 1000 tokens at 10 ms: the answer ends after about 11 s, then 5 s to fall asleep and 10 s to wake.
        var run = Run([SmallWorld.Request(1, output: 1000)], initialUnits: 1);
        run.Advance(SmallWorld.Start + TimeSpan.FromSeconds(2));
        run.Fleet.Groups.Apply(Action(ScaleActionKind.SwapModel, Second) with { From = First });

        Assert.Equal((InstancePhase.Draining, 1), (Replica(run, First).Phase, run.Fleet.Groups.Awaited(Second)));
        run.Go();

        Assert.Equal(1, run.Tally.Completed);
        Assert.Empty(run.World.Region(SmallWorld.East).InPool(First));
        Assert.Equal(InstancePhase.Ready, Replica(run, Second).Phase);
        var told = Assert.Single(Facts(run).Woke);
        Assert.Equal((Second, ScaleActionKind.SwapModel), (told.Pool, told.Kind));
        Assert.InRange(told.Seconds, 24, 26);
        Assert.Equal(60, Held(run), 3);
    }

    [Fact]
    public void What_still_wakes_can_be_put_to_sleep_and_only_units_that_sleep_are_released()
    {
        var run = Run([], initialUnits: 2);
        run.Fleet.Groups.Apply(Action(ScaleActionKind.Wake, Second));
        run.Advance(SmallWorld.Start + TimeSpan.FromSeconds(3));
        run.Fleet.Groups.Apply(Action(ScaleActionKind.Sleep, Second));
        Assert.Equal((2, 0), (Facts(run).Units, Facts(run).Asleep));

        // The wake under way ends at 10 s and falling asleep takes 5 s more; nothing is released before.
        run.Fleet.Groups.Apply(Action(ScaleActionKind.Stop, First));
        run.Advance(SmallWorld.Start + TimeSpan.FromSeconds(16));
        Assert.Equal((2, 1), (Facts(run).Units, Facts(run).Asleep));
        run.Fleet.Groups.Apply(Action(ScaleActionKind.Stop, First));
        run.Go();

        Assert.Equal((1, 0), (Facts(run).Units, Facts(run).Asleep));
        Assert.Equal(60 + 16, Held(run), 3);
    }

    [Fact]
    public void A_unit_that_loads_tells_how_long_it_took_once_its_engine_serves()
    {
        var run = Run([], initialUnits: 1, seconds: 1300);
        var takes = run.Scenario.Catalog.LoadTime(run.Scenario.Catalog.Group(Name));
        run.Advance(SmallWorld.Start + TimeSpan.FromSeconds(2));
        run.Fleet.Groups.Apply(Action(ScaleActionKind.Start, Second));
        run.Advance(SmallWorld.Start + TimeSpan.FromSeconds(1) + takes);
        var loading = Facts(run);
        Assert.Equal((2, 0, 1, 0), (loading.Units, loading.Asleep, loading.Loading, loading.Woke.Length));
        run.Go();

        var told = Facts(run);
        Assert.Equal(0, told.Loading);
        Assert.Equal(new WakeTime(Second, ScaleActionKind.Start, takes.TotalSeconds), Assert.Single(told.Woke));
        Assert.Empty(Facts(run).Woke);
    }

    [Fact]
    public void A_crash_takes_the_unit_with_it()
    {
        var run = Run([], initialUnits: 2);
        run.Fleet.Kill(First);
        run.Go();

        Assert.Equal((1, 1), (Facts(run).Units, Facts(run).Asleep));
    }

    [Fact]
    public void The_checker_catches_two_engines_awake_on_one_unit()
    {
        var run = Run([], initialUnits: 1);
        var unit = run.World.Region(SmallWorld.East).Units.Single();

        var error = Assert.Throws<InvariantException>(() => run.Fleet.Place(Second, new ReplicaStart(StartKind.WakeFromRam, null, SmallWorld.Start, TimeSpan.Zero, false), 7, ready: true, unit));

        Assert.Contains("One engine of a unit is awake", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_unit_takes_one_machine_that_keeps_weights_of_all_members_for_a_while()
    {
        var scenario = Scenario([], initialUnits: 2, seconds: 3 * 3600);
        var provisioning = new ProvisioningOptions { Machines = true, WarmFor = TimeSpan.FromMinutes(10), Times = new StartTimes { NewMachine = Minutes(15), Redeploy = Minutes(10), LocalWeights = Minutes(4) } };
        var run = new SimulationRun(scenario with { World = new WorldOptions { Provisioning = provisioning } }, 1, SimulationChecker.All(), null);
        run.Advance(SmallWorld.Start + TimeSpan.FromSeconds(2));

        // A new machine for the first engine, the second beside it, and 5 s in which the first falls asleep.
        Assert.Equal(25 * 60 + 5, Load(), 3);
        Assert.Equal(StartKind.NewMachine, Replica(run, Second).Kind);

        // What is awake goes to sleep and its machine stays; a released unit's comes back with the weights of both.
        run.Fleet.Groups.Apply(Action(ScaleActionKind.Sleep, Second));
        run.Advance(run.Kernel.Now + TimeSpan.FromSeconds(10));
        Assert.Equal(25 * 60 + 5, Load(), 3);
        run.Fleet.Groups.Apply(Action(ScaleActionKind.Stop, First) with { Count = 1 });
        Assert.Equal(8 * 60 + 5, Load(expected: 2), 3);
        run.Go();

        double Load(int expected = 1)
        {
            run.Fleet.Groups.Apply(Action(ScaleActionKind.Start, Second));
            Assert.Equal(expected, run.World.Region(SmallWorld.East).InPool(Second).Count);
            run.Advance(run.Kernel.Now + TimeSpan.FromMinutes(26));
            return Assert.Single(Facts(run).Woke).Seconds;
        }

        static DurationSpread Minutes(double minutes) => DurationSpread.Of(TimeSpan.FromMinutes(minutes), TimeSpan.Zero);
    }

    [Fact]
    public void Units_and_donated_machines_do_not_go_together()
    {
        var world = new WorldOptions { Provisioning = new ProvisioningOptions { Machines = true, Donated = [new InitialReplicas(First, 1)] } };
        var scenario = Scenario([], initialUnits: 2);

        var error = Assert.ThrowsAny<ArgumentException>(() => Simulation.Run(scenario with { World = world }, 1));
        Assert.Contains("shares the units of a co-resident group", error.Message, StringComparison.Ordinal);
        var report = Simulation.Run(scenario with { World = new WorldOptions { Provisioning = world.Provisioning with { Donated = [], DonatedOfEachPool = 1 } } }, 1);
        Assert.All(report.Pools, p => Assert.Equal(p.Pool.Contains("@west", StringComparison.Ordinal), p.Capacity.DonatedGpuHours > 0));
    }

    [Theory]
    [InlineData("lead-quantile", false)]
    [InlineData("lt-ua", true)]
    [InlineData("reactive-tuned", true)]
    public void Planned_runs_with_crashes_and_waves_keep_every_rule(string strategy, bool machines) => Seeds.Check(3, (seed, random) =>
    {
        List<SimulatedArrival> arrivals = [.. SmallWorld.Random(random, 10, 120).Select((a, i) => a with { Origin = SmallWorld.East, Model = (i + (int)(a.At - SmallWorld.Start).TotalSeconds / 40) % 3 == 0 ? Other : SmallWorld.Model })];
        var scenario = SmallWorld.Planned(Scenario(arrivals, initialUnits: 4, seconds: 120, least: 1) with { Initial = null }, strategy, hours: 6);
        var report = Simulation.Run(
            scenario with { World = new WorldOptions { Faults = new FaultOptions { CrashesPerReplicaHour = 0.2 }, Provisioning = new ProvisioningOptions { FailureProbability = 0.1, Machines = machines } } }, seed);

        Assert.Equal(arrivals.Count, report.Requests);
        Assert.Contains(report.Actions, a => a.Kind is "Wake" or "SwapModel");
    });

    private static SimulationRun Run(IEnumerable<SimulatedArrival> arrivals, int initialUnits, double seconds = 60) => new(Scenario(arrivals, initialUnits, seconds), 1, SimulationChecker.All(), null);

    private static SimulationScenario Scenario(IEnumerable<SimulatedArrival> arrivals, int initialUnits, double seconds = 60, int least = 0) => SmallWorld.Scenario(arrivals, seconds: seconds) with
    {
        Catalog = Catalog(initialUnits, least),
        Initial = [new InitialReplicas(First, 1)],
    };

    private static ServingCatalog Catalog(int initialUnits, int least)
    {
        var plain = SmallWorld.Catalog.Document;
        return new ServingCatalog(plain with
        {
            Models = [.. plain.Models, plain.Models[0] with { Id = Other }],
            Profiles = [.. plain.Profiles, plain.Profiles[0] with { Model = Other }],
            ServedNames = [.. plain.ServedNames, new ServedName("n", Other)],
            Groups = [new GroupSpec(Name, SmallWorld.East, SmallWorld.Gpu, 1, 6, initialUnits)],
            Pools = [new PoolSpec(First, least, 5, 1) { Group = Name }, new PoolSpec(Second, least, 5, least) { Group = Name }, .. plain.Pools.Where(p => p.Id.Region == SmallWorld.West)],
        });
    }

    private static ScaleAction Action(ScaleActionKind kind, PoolId pool) => new(kind, pool, 1, "test", "Because.") { Group = Name };

    private static GroupFacts Facts(SimulationRun run) => Assert.Single(run.Fleet.Groups.Facts()!.Value);

    private static SimReplica Replica(SimulationRun run, PoolId pool) => Assert.Single(run.World.Region(SmallWorld.East).InPool(pool));

    /// <summary>Seconds of units paid for.</summary>
    private static double Held(SimulationRun run) =>
        TimeSpan.FromTicks(run.Around.Usage.Of(First).HeldTicks + run.Around.Usage.Of(First).KeptTicks + run.Around.Usage.Of(Second).HeldTicks + run.Around.Usage.Of(Second).KeptTicks).TotalSeconds;
}
