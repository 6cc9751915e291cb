using System.Collections.Immutable;
using SageServe.Planning;

namespace SageServe.Simulator.Tests;

/// <summary>A full region of two models whose loads cross: six hours in six minutes, a tick a minute.</summary>
public sealed class SwapScenarioTests(ITestOutputHelper output)
{
    private static readonly ModelId Other = new("n");
    private static readonly PoolId First = SmallWorld.Pool(SmallWorld.East);
    private static readonly PoolId Second = new(new DeploymentId(Other, SmallWorld.East), SmallWorld.Gpu);
    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    [InlineData(5, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void The_growing_model_gets_its_replica_a_tick_earlier(ulong seed, bool machines)
    {
        var (with, without) = (Run(seed, swaps: true, machines), Run(seed, swaps: false, machines));

        // Until the first swap the two runs are the same; then only one of them starts at this tick what the region has no room for.
        var swap = with.Report.Actions.First(a => a.Kind == "SwapModel");
        Assert.Contains(without.Report.Actions, a => a.Kind == "Stop" && a.At == swap.At && a.Pool != swap.Pool);
        Assert.DoesNotContain(without.Report.Actions, a => a.Kind == "SwapModel");
        var later = without.Report.Actions.First(a => a.Kind == "Start" && a.Pool == swap.Pool && a.At >= swap.At);
        Assert.True(later.At - swap.At >= Tick, $"{later.At - swap.At}");

        var (soon, late) = (with.Starts(swap).First(), without.Starts(swap).First());
        Assert.True(soon < late, $"{soon - swap.At} {late - swap.At}");
        output.WriteLine(
            $"seed {seed}, machines {machines}: decided {(later.At - swap.At).TotalSeconds:0} s and begun {(late - soon).TotalSeconds:0} s earlier; fast requests on time {with.Attained:P2} and {without.Attained:P2}");
    }

    private static Outcome Run(ulong seed, bool swaps, bool machines)
    {
        var scenario = Scenario(seed);
        var watch = new StartWatch();
        var run = new SimulationRun(
            scenario with { Planning = scenario.Planning! with { Swaps = swaps }, World = new WorldOptions { Provisioning = new ProvisioningOptions { Machines = machines } } },
            seed, [.. SimulationChecker.All(), watch], null);
        run.Go();
        return new Outcome(ReportWriter.Write(run, seed), watch);
    }

    private sealed record Outcome(SimulationReport Report, StartWatch Watch)
    {
        public double Attained => Report.Tiers[0].SloAttainment!.Value;

        public IEnumerable<Instant> Starts(ScalingAction after) => Watch.Seen.Where(s => s.Pool.ToString() == after.Pool && s.At >= after.At).Select(s => s.At);
    }

    private sealed class StartWatch : SimulationChecker
    {
        public List<(PoolId Pool, Instant At)> Seen { get; } = [];

        public override void Started(SimRegion region, SimReplica replica) => Seen.Add((replica.Pool, replica.AllocatedAt));
    }

    private static SimulationScenario Scenario(ulong seed)
    {
        var random = new RandomStream(seed);
        List<SimulatedArrival> arrivals = [.. SmallWorld.Random(random, 12, 360).Select(a => a with { Origin = SmallWorld.East, Model = Share(a.At) > random.NextDouble() ? Other : SmallWorld.Model })];
        return SmallWorld.Planned(SmallWorld.Scenario(arrivals, seconds: 360), PlanningStrategies.LtUa, hours: 6) with
        {
            Catalog = Catalog(),
            Initial = [new InitialReplicas(First, 5), new InitialReplicas(Second, 1)],
        };
    }

    /// <summary>From a tenth to nine tenths within two of the six hours.</summary>
    private static double Share(Instant at) => 0.1 + 0.8 * Math.Clamp(((at - SmallWorld.Start).TotalSeconds - 120) / 120, 0, 1);

    private static ServingCatalog Catalog()
    {
        var plain = SmallWorld.Catalog.Document;
        return new ServingCatalog(plain with
        {
            Models = [.. plain.Models, plain.Models[0] with { Id = Other }],
            Profiles = [.. plain.Profiles, plain.Profiles[0] with { Model = Other }],
            ServedNames = [.. plain.ServedNames, new ServedName("n", Other)],
            Regions = [.. plain.Regions.Select(r => r with { Capacity = [new RegionCapacity(SmallWorld.Gpu, 6)] })],
            Pools = [new PoolSpec(First, 1, 5, 1), new PoolSpec(Second, 1, 5, 1), .. plain.Pools.Where(p => p.Id.Region == SmallWorld.West).Select(p => p with { MinReplicas = 0, InitialReplicas = 0 })],
        });
    }
}
