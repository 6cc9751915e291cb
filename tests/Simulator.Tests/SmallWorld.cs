using System.Collections.Immutable;
using SageServe.Planning;
using SageServe.Simulator;

namespace SageServe.Simulator.Tests;

/// <summary>Two regions 100 ms apart and one model: 1 ms a prompt token, 10 ms a decode step of up to ten sequences.</summary>
internal static class SmallWorld
{
    public static readonly ModelId Model = new("m");
    public static readonly RegionId East = new("east");
    public static readonly RegionId West = new("west");
    public static readonly AcceleratorId Gpu = new("gpu");
    public static readonly Instant Start = Instant.FromUnixSeconds(1_700_006_400);
    public static readonly ServingCatalog Catalog = new(Document());

    public static PoolId Pool(RegionId region) => new(new DeploymentId(Model, region), Gpu);

    public static SimulationScenario Scenario(IEnumerable<SimulatedArrival> arrivals, int east = 1, int west = 0, double seconds = 60) => new()
    {
        Catalog = Catalog,
        Start = Start,
        Duration = TimeSpan.FromSeconds(seconds),
        Arrivals = arrivals,
        Initial = [new InitialReplicas(Pool(East), east), new InitialReplicas(Pool(West), west)],
    };

    public static SimulatedArrival Request(double at, int prompt = 100, int output = 11, ServiceTier tier = ServiceTier.InteractiveFast, bool streaming = true) =>
        new(Start + TimeSpan.FromSeconds(at), Model, East, tier, prompt, output, streaming);

    /// <summary>Random arrivals at a mean rate, from both regions and all tiers.</summary>
    public static List<SimulatedArrival> Random(RandomStream random, double rate, double seconds, int longestPrompt = 600)
    {
        var arrivals = new List<SimulatedArrival>();
        for (var at = random.NextExponential(1 / rate); at < seconds; at += random.NextExponential(1 / rate))
        {
            arrivals.Add(new SimulatedArrival(
                Start + TimeSpan.FromSeconds(at),
                Model,
                random.NextInt(3) == 0 ? West : East,
                (ServiceTier)random.NextInt(3),
                1 + random.NextInt(longestPrompt),
                1 + random.NextInt(60),
                random.NextInt(2) == 0));
        }

        return arrivals;
    }

    /// <summary>These hours in as many seconds as the scenario has, planned by this strategy.</summary>
    public static SimulationScenario Planned(SimulationScenario scenario, string strategy, double hours = 24) => scenario with
    {
        Envelope = new EnvelopeDocument(Start, Start, hours * 3600 / scenario.Duration.TotalSeconds),
        Planning = new PlanningOptions { Strategy = strategy, StaleAfter = TimeSpan.FromHours(2) },
    };

    private static CatalogDocument Document() => new()
    {
        Models = [new ModelSpec(Model, 1_000_000, 1_000, 4096)],
        Accelerators = [new AcceleratorSpec(Gpu, 2, 80_000_000_000, 2)],
        Profiles =
        [
            new ThroughputProfile
            {
                Model = Model,
                Accelerator = Gpu,
                Prefill = [new StepPoint(1, 0.001), new StepPoint(1000, 1)],
                Decode = [new StepPoint(1, 0.010), new StepPoint(10, 0.010), new StepPoint(20, 0.020)],
                KvCapacityTokens = 16_000,
                MaxSequences = 32,
                MaxBatchedTokens = 1000,
                ReferenceSequences = 10,
                ColdStart = TimeSpan.FromMinutes(10),
                Source = "made up for tests",
            },
        ],
        Regions = [Region(East, West), Region(West, East)],
        Pools = [new PoolSpec(Pool(East), 1, 6, 1), new PoolSpec(Pool(West), 1, 6, 1)],
        ServedNames = [new ServedName("m", Model)],
        ServiceLevels =
        [
            new ServiceLevel(ServiceTier.InteractiveFast, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(50), null, 5, TimeSpan.FromSeconds(5), 0.95),
            new ServiceLevel(ServiceTier.InteractiveNormal, TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(100), null, 5, TimeSpan.FromMinutes(1), 0.95),
            new ServiceLevel(ServiceTier.NonInteractive, null, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24), 5, TimeSpan.FromMinutes(10), 0.99),
        ],
    };

    private static RegionSpec Region(RegionId id, RegionId other) =>
        new(id, [new RegionCapacity(Gpu, 8)], [new RegionLink(other, TimeSpan.FromMilliseconds(100))]);
}
