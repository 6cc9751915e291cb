namespace SageServe.Simulator;

/// <summary>Says everything that is wrong with a world, all at once.</summary>
public static class WorldOptionsRules
{
    private const int MostGateways = 64;
    private const int MostTries = 20;
    private const double MostSlowness = 100;

    public static IReadOnlyList<string> Check(WorldOptions world, ServingCatalog catalog)
    {
        var problems = new List<string>();
        Range(world.GatewaysPerRegion, 1, MostGateways, "gateways-per-region", problems);
        Range(world.Prices.SpotShare, 0, 10, "prices: spot-share", problems);
        CheckNetwork(world.Network, catalog, problems);
        CheckProvisioning(world.Provisioning, catalog, problems);
        CheckSpot(world.Spot, problems);
        CheckTelemetry(world.Telemetry, problems);
        CheckClients(world.Clients, problems);
        CheckFaults(world.Faults, catalog, problems);
        return problems;
    }

    /// <exception cref="ArgumentException">The world has problems; the message lists them.</exception>
    internal static void Require(SimulationScenario scenario)
    {
        var problems = Check(scenario.World, scenario.Catalog).ToList();
        if (scenario.World.Telemetry.ScrapeDelay >= scenario.ScrapeInterval)
        {
            problems.Add($"telemetry: scrape-delay {scenario.World.Telemetry.ScrapeDelay} must be shorter than the scrape interval {scenario.ScrapeInterval}.");
        }

        if (problems.Count > 0)
        {
            throw new ArgumentException("The world has problems:\n- " + string.Join("\n- ", problems.Select(p => "world: " + p)), nameof(scenario));
        }
    }

    private static void CheckNetwork(NetworkOptions network, ServingCatalog catalog, List<string> problems)
    {
        Range(network.P90OverP50, 1, 1000, "network: p90-over-p50", problems);
        Spread(network.Client, "network: client", problems);
        foreach (var link in network.Links)
        {
            Spread(DurationSpread.Of(link.P50, link.P90), $"network: link {link.From} to {link.To}", problems);
            Known(link.From, catalog, "network: link", problems);
            Known(link.To, catalog, "network: link", problems);
        }
    }

    private static void CheckProvisioning(ProvisioningOptions options, ServingCatalog catalog, List<string> problems)
    {
        Range(options.FailureProbability, 0, 1, "provisioning: failure-probability", problems);
        Range(options.WeightsPerMachine, 1, 1000, "provisioning: weights-per-machine", problems);
        Range(options.DonatedOfEachPool, 0, 1000, "provisioning: donated-of-each-pool", problems);
        Range(options.WeightsPerRegion, 0, 1000, "provisioning: weights-per-region", problems);
        NotNegative(options.KeepFor, "provisioning: keep-for", problems);
        NotNegative(options.WarmFor, "provisioning: warm-for", problems);
        foreach (var kind in Enum.GetValues<StartKind>().Where(k => k is not (StartKind.Initial or StartKind.ColdStart)))
        {
            Spread(options.Times.Of(kind), $"provisioning: times: {kind.WireName()}", problems);
        }

        if (!options.Machines && (options.WhenStopped != StoppedMachine.Release || !options.Donated.IsEmpty || options.DonatedOfEachPool > 0 || !options.Standby.IsEmpty))
        {
            problems.Add("provisioning: when-stopped, donated and standby need machines: true.");
        }

        foreach (var placed in options.Donated.Concat(options.Standby).Where(p => !catalog.Pools.Any(q => q.Id == p.Pool)))
        {
            problems.Add($"provisioning: the catalog has no pool '{placed.Pool}'.");
        }

        foreach (var placed in options.Donated.Concat(options.Standby).Where(p => catalog.GroupOf(p.Pool) is not null))
        {
            problems.Add($"provisioning: '{placed.Pool}' shares the units of a co-resident group, which are neither donated nor on standby; name pools with machines of their own.");
        }

        foreach (var stored in options.Stored)
        {
            Known(stored.Region, catalog, "provisioning: stored", problems);
        }
    }

    private static void CheckSpot(SpotOptions spot, List<string> problems)
    {
        Rate(spot.ReclaimsPerReplicaHour, "spot: reclaims-per-replica-hour", problems);
        Range(spot.WaveShare, 0, 1, "spot: wave-share", problems);
        Range(spot.WaveReach, 0.001, 1, "spot: wave-reach", problems);
        NotNegative(spot.Notice, "spot: notice", problems);
    }

    private static void CheckTelemetry(TelemetryOptions telemetry, List<string> problems)
    {
        Range(telemetry.ScrapeLoss, 0, 1, "telemetry: scrape-loss", problems);
        Range(telemetry.PlannerQueryLoss, 0, 1, "telemetry: planner-query-loss", problems);
        Rate(telemetry.ReplicaOutagesPerHour, "telemetry: replica-outages-per-hour", problems);
        Spread(telemetry.ReplicaOutageLength, "telemetry: replica-outage-length", problems);
        NotNegative(telemetry.ScrapeDelay, "telemetry: scrape-delay", problems);
        NotNegative(telemetry.PlannerScrapeInterval, "telemetry: planner-scrape-interval", problems);
        NotNegative(telemetry.PlannerQueryLag, "telemetry: planner-query-lag", problems);
    }

    private static void CheckClients(ClientOptions clients, List<string> problems)
    {
        Range(clients.MaxTries, 1, MostTries, "clients: max-tries", problems);
        Range(clients.Jitter, 0, 1, "clients: jitter", problems);
        Range(clients.BackOffFactor, 1, 100, "clients: back-off-factor", problems);
        NotNegative(clients.BackOff, "clients: back-off", problems);
        NotNegative(clients.MaxBackOff, "clients: max-back-off", problems);
        NotNegative(clients.RetryAfterCap, "clients: retry-after-cap", problems);
        foreach (var patience in clients.Patience)
        {
            Spread(DurationSpread.Of(patience.P50, patience.P90), $"clients: patience of {patience.Tier.WireName()}", problems);
        }
    }

    private static void CheckFaults(FaultOptions faults, ServingCatalog catalog, List<string> problems)
    {
        Rate(faults.CrashesPerReplicaHour, "faults: crashes-per-replica-hour", problems);
        Rate(faults.SlowdownsPerReplicaHour, "faults: slowdowns-per-replica-hour", problems);
        Rate(faults.GatewayCrashesPerHour, "faults: gateway-crashes-per-hour", problems);
        Rate(faults.RegionOutagesPerHour, "faults: region-outages-per-hour", problems);
        Range(faults.SlowdownFactor, 1, MostSlowness, "faults: slowdown-factor", problems);
        Spread(faults.SlowdownLength, "faults: slowdown-length", problems);
        Spread(faults.RegionOutageLength, "faults: region-outage-length", problems);
        NotNegative(faults.GatewayRestart, "faults: gateway-restart", problems);
        foreach (var fault in faults.Schedule)
        {
            Check(fault, catalog, problems);
        }
    }

    private static void Check(ScheduledFault fault, ServingCatalog catalog, List<string> problems)
    {
        var name = $"faults: {fault.Kind} after {fault.After}";
        NotNegative(fault.After, $"{name}: after", problems);
        NotNegative(fault.For, $"{name}: for", problems);
        Range(fault.Count, 1, 100_000, $"{name}: count", problems);
        Known(fault.Region, catalog, name, problems);
        Known(fault.Other, catalog, name, problems);
        if (fault.Kind == FaultKind.ReplicaSlowdown)
        {
            Range(fault.Factor, 1, MostSlowness, $"{name}: factor", problems);
        }

        if (fault.Kind is FaultKind.SpotWave or FaultKind.StartFailures)
        {
            Range(fault.Factor, 0, 1, $"{name}: factor", problems);
        }

        if (fault.Kind == FaultKind.RegionPartition && fault.Region is null)
        {
            problems.Add($"{name}: a partition needs a region.");
        }
    }

    private static void Known(RegionId? region, ServingCatalog catalog, string name, List<string> problems)
    {
        if (region is { } id && !catalog.Regions.Any(r => r.Id == id))
        {
            problems.Add($"{name}: the catalog has no region '{id}'; it has {string.Join(", ", catalog.Regions.Select(r => r.Id))}.");
        }
    }

    private static void Spread(DurationSpread? spread, string name, List<string> problems)
    {
        if (spread?.Problem() is { } problem)
        {
            problems.Add($"{name}: {problem}.");
        }
    }

    private static void Range(double value, double least, double most, string name, List<string> problems)
    {
        if (!(value >= least && value <= most))
        {
            problems.Add($"{name} is {value}; it must lie within {least} and {most}.");
        }
    }

    private static void Rate(double value, string name, List<string> problems) => Range(value, 0, 1e6, name, problems);

    private static void NotNegative(TimeSpan value, string name, List<string> problems)
    {
        if (value < TimeSpan.Zero)
        {
            problems.Add($"{name} is {value}; it must not be negative.");
        }
    }
}
