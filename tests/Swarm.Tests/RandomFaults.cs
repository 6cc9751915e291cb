using System.Collections.Immutable;
using SageServe.Simulator;

namespace SageServe.Swarm.Tests;

/// <summary>What goes wrong: in half of the worlds nothing, in the others several things at once.</summary>
internal sealed class RandomFaults(RandomStream random, ServingCatalog catalog, double envelopeHours)
{
    public WorldOptions Make() => random.NextInt(4) == 0 ? new WorldOptions() : new WorldOptions
    {
        GatewaysPerRegion = random.NextInt(3) == 0 ? 1 + random.NextInt(4) : 1,
        Network = Network(),
        Provisioning = Provisioning(),
        Spot = new SpotOptions { ReclaimsPerReplicaHour = Often(), WaveShare = random.NextDouble(), Notice = TimeSpan.FromSeconds(random.NextInt(120)) },
        Telemetry = Telemetry(),
        Clients = Clients(),
        Faults = Faults(),
    };

    /// <summary>A rate that makes about one of a few happen in the run, or none.</summary>
    private double Often() => random.NextInt(2) == 0 ? 0 : random.NextDouble() * 2 / envelopeHours;

    private NetworkOptions Network() => new()
    {
        P90OverP50 = random.NextInt(2) == 0 ? 1 : 1.5 + random.NextDouble(),
        Client = random.NextInt(2) == 0 ? null : NetworkOptions.SameRegion,
        CountClient = random.NextInt(2) == 0,
    };

    private ProvisioningOptions Provisioning()
    {
        var machines = random.NextInt(2) == 0;
        return new ProvisioningOptions
        {
            Machines = machines,
            WhenStopped = machines ? (StoppedMachine)random.NextInt(5) : StoppedMachine.Release,
            WarmFor = TimeSpan.FromMinutes(random.NextInt(60)),
            KeepFor = TimeSpan.FromHours(1 + random.NextInt(24)),
            FailureProbability = random.NextInt(3) == 0 ? 0.3 : 0,
        };
    }

    private TelemetryOptions Telemetry() => random.NextInt(2) == 0 ? new TelemetryOptions() : new TelemetryOptions
    {
        ScrapeLoss = random.NextDouble() * 0.5,
        ScrapeDelay = TimeSpan.FromMilliseconds(random.NextInt(400)),
        ReplicaOutagesPerHour = Often(),
        PlannerScrapeInterval = TimeSpan.FromSeconds(15 * random.NextInt(3)),
        PlannerQueryLag = TimeSpan.FromSeconds(random.NextInt(60)),
        PlannerQueryLoss = random.NextDouble() * 0.3,
    };

    private ClientOptions Clients() => random.NextInt(2) == 0 ? new ClientOptions() : new ClientOptions
    {
        Patience = [.. ServiceTiers.All.Where(t => t.IsInteractive()).Select(t => new ClientPatience
        {
            Tier = t,
            P50 = TimeSpan.FromSeconds(1 + random.NextInt(20)),
            P90 = TimeSpan.FromSeconds(30),
        })],
        MaxTries = 1 + random.NextInt(4),
        BackOff = TimeSpan.FromMilliseconds(100 + random.NextInt(2000)),
        RetryBrokenStreams = random.NextInt(2) == 0,
        HonourRetryAfter = random.NextInt(2) == 0,
    };

    private FaultOptions Faults() => new()
    {
        Schedule = [.. Enumerable.Range(0, random.NextInt(4)).Select(_ => Scheduled())],
        CrashesPerReplicaHour = Often(),
        SlowdownsPerReplicaHour = Often(),
        GatewayCrashesPerHour = random.NextInt(3) == 0 ? Often() : 0,
        RegionOutagesPerHour = random.NextInt(4) == 0 ? Often() : 0,
        ClientsFailOver = random.NextInt(2) == 0,
    };

    private ScheduledFault Scheduled()
    {
        var kind = (FaultKind)random.NextInt(Enum.GetValues<FaultKind>().Length);
        var anywhere = kind != FaultKind.RegionPartition && random.NextInt(3) == 0;
        return new ScheduledFault
        {
            Kind = kind,
            After = TimeSpan.FromHours(envelopeHours * random.NextDouble()),
            For = TimeSpan.FromHours(envelopeHours * random.NextDouble() / 2),
            Region = anywhere ? null : catalog.Regions[random.NextInt(catalog.Regions.Length)].Id,
            Count = 1 + random.NextInt(2),
            Factor = kind == FaultKind.ReplicaSlowdown ? 2 + random.NextInt(4) : random.NextDouble(),
        };
    }
}
