using System.Collections.Immutable;
using SageServe.Planning;
using SageServe.Routing;
using SageServe.Simulator;

namespace SageServe.Swarm.Tests;

/// <summary>A whole scenario from one seed; building it again gives the same one.</summary>
internal static class RandomScenario
{
    private static readonly Instant Start = Instant.FromUnixSeconds(1_700_006_400);

    public static SimulationScenario Make(ulong seed)
    {
        var random = new RandomStream(seed).Child("swarm");
        var catalog = new RandomCatalog(random.Child("catalog")).Make();
        var duration = TimeSpan.FromSeconds(5 + random.NextInt(25));
        var planned = random.NextInt(4) > 0;
        // A planned run shows hours in its seconds, so that starts, ticks and faults on that clock happen at all.
        var speed = planned || random.NextInt(2) == 0 ? (0.5 + random.NextInt(3)) * 3600 / duration.TotalSeconds : 1;
        var arrivals = RandomLoad.Make(random.Child("load"), catalog, Start, duration);
        return new SimulationScenario
        {
            Catalog = catalog,
            Envelope = new EnvelopeDocument(Start, Start, speed),
            Start = Start,
            Duration = duration,
            Arrivals = arrivals,
            Preview = () => arrivals,
            Planning = planned ? Planning(random.Child("planning")) : null,
            Routing = Routing(random.Child("routing")),
            Release = new ReleaseOptions { Grain = 1 + random.NextInt(3) },
            Kills = Kills(random.Child("kills"), catalog, duration),
            DrainLimit = TimeSpan.FromSeconds(90),
            World = new RandomFaults(random.Child("world"), catalog, duration.TotalHours * speed).Make(),
        };
    }

    private static PlanningOptions Planning(RandomStream random)
    {
        var options = new PlanningOptions
        {
            PaceInterval = TimeSpan.FromMinutes(1 + random.NextInt(5)),
            PlanInterval = TimeSpan.FromMinutes(20 + random.NextInt(60)),
            StaleAfter = TimeSpan.FromMinutes(5 + random.NextInt(100)),
            CoolDown = TimeSpan.FromMinutes(random.NextInt(5)),
            MaxStep = 1 + random.NextInt(6),
            TargetUse = 0.3 + 0.6 * random.NextDouble(),
        };
        var strategies = PlanningStrategies.All.Select(s => options with { Strategy = s.Name }).Where(o => PlanningOptionsRules.Check(o).Count == 0).ToArray();
        return strategies[random.NextInt(strategies.Length)];
    }

    private static ModelFlowOptions Routing(RandomStream random)
    {
        var options = new ModelFlowOptions
        {
            InstancePolicy = Pick(random, ["least-outstanding-work", "power-of-two", "round-robin"]),
            RegionPolicy = Pick(random, ["home-first", "least-utilized", "nearest"]),
            ReplicaBoundSeconds = 0.5 + random.NextInt(30),
            PrefillBoundSeconds = 0.2 + random.NextDouble(),
            MaxHeld = random.NextInt(4) == 0 ? 1 + random.NextInt(20) : 10_000,
            MaxAttempts = 1 + random.NextInt(4),
        };
        string[] orders = ["edf", "fcfs", "pf", "dpa", "on-time"];
        return options with { HoldOrder = Pick(random, [.. orders.Where(o => !NamedRules.Problems(options with { HoldOrder = o }).Any())]) };
    }

    private static ImmutableArray<ReplicaKill> Kills(RandomStream random, ServingCatalog catalog, TimeSpan duration) =>
        [.. Enumerable.Range(0, random.NextInt(4)).Select(_ => new ReplicaKill(
            Start + duration * random.NextDouble(), catalog.Pools[random.NextInt(catalog.Pools.Length)].Id))];

    private static string Pick(RandomStream random, string[] values) => values[random.NextInt(values.Length)];
}
