using System.Collections.Immutable;

namespace SageServe.Simulator.Tests;

/// <summary>Worlds in which anything may be on.</summary>
internal static class RandomWorld
{
    public static WorldOptions Any(RandomStream random, double seconds) => new()
    {
        GatewaysPerRegion = 1 + random.NextInt(3),
        Network = new NetworkOptions { P90OverP50 = 1 + 3 * random.NextDouble(), CountClient = Coin(random), Client = NetworkOptions.SameRegion },
        Provisioning = new ProvisioningOptions
        {
            Machines = true,
            WhenStopped = (StoppedMachine)random.NextInt(5),
            FailureProbability = Coin(random) ? 0.2 : 0,
            WeightsPerRegion = random.NextInt(2),
        },
        Telemetry = new TelemetryOptions
        {
            ScrapeLoss = Coin(random) ? 0.3 : 0,
            ScrapeDelay = TimeSpan.FromMilliseconds(random.NextInt(400)),
            ReplicaOutagesPerHour = Coin(random) ? 2 : 0,
            PlannerScrapeInterval = TimeSpan.FromSeconds(random.NextInt(2) * 30),
            PlannerQueryLag = TimeSpan.FromSeconds(random.NextInt(2) * 60),
            PlannerQueryLoss = Coin(random) ? 0.1 : 0,
        },
        Clients = Clients(random),
        Faults = Faults(random, seconds),
    };

    private static ClientOptions Clients(RandomStream random) => new()
    {
        Patience = Coin(random) ? [new ClientPatience { Tier = ServiceTier.InteractiveFast, P50 = TimeSpan.FromSeconds(0.3), P90 = TimeSpan.FromSeconds(3) }] : [],
        MaxTries = 1 + random.NextInt(4),
        RetryBrokenStreams = Coin(random),
    };

    private static FaultOptions Faults(RandomStream random, double seconds) => new()
    {
        CrashesPerReplicaHour = Coin(random) ? 0.5 : 0,
        SlowdownsPerReplicaHour = Coin(random) ? 1 : 0,
        GatewayCrashesPerHour = Coin(random) ? 1 : 0,
        GatewayRestart = TimeSpan.FromSeconds(1 + random.NextInt(600)),
        RegionOutagesPerHour = random.NextInt(4) == 0 ? 0.2 : 0,
        ClientsFailOver = Coin(random),
        Schedule = [.. Enumerable.Range(0, random.NextInt(4)).Select(_ => Fault(random, seconds))],
    };

    private static ScheduledFault Fault(RandomStream random, double seconds) => new()
    {
        Kind = (FaultKind)random.NextInt(Enum.GetValues<FaultKind>().Length),
        After = TimeSpan.FromSeconds(random.NextDouble() * seconds),
        For = TimeSpan.FromSeconds(random.NextDouble() * seconds / 3),
        Region = Coin(random) ? SmallWorld.East : SmallWorld.West,
        Factor = 1,
    };

    private static bool Coin(RandomStream random) => random.NextInt(2) == 0;
}
