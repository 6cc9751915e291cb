namespace SageServe.Simulator;

/// <summary>Makes the report of a finished run.</summary>
internal static class ReportWriter
{
    public static SimulationReport Write(SimulationRun run, ulong seed)
    {
        var scenario = run.Scenario;
        var pools = Pools(run);
        return new SimulationReport
        {
            Seed = seed,
            Strategy = scenario.Planning?.Strategy ?? "static",
            RequestSeconds = scenario.Duration.TotalSeconds,
            EnvelopeHours = (scenario.Envelope.ToEnvelope(run.End) - scenario.Envelope.ToEnvelope(scenario.Start)).TotalHours,
            Requests = run.Tracks.Count,
            Completed = run.Tracks.Count(t => t.Outcome == RequestOutcome.Completed),
            Failed = run.Tracks.Count(t => t.Outcome is not null and not RequestOutcome.Completed),
            Pending = run.Tracks.Count(t => t.Outcome is null),
            Retried = run.Tracks.Count(t => t.Attempts > 1),
            Tiers = [.. ServiceTiers.All.Select(tier => Tier(run, tier))],
            GpuHours = pools.Sum(p => p.GpuHours),
            Capacity = CapacityTally.Total(pools),
            Pools = pools,
            Actions = run.Actions,
        };
    }

    private static TierReport Tier(SimulationRun run, ServiceTier tier)
    {
        var tally = new TierTally(run.Scenario.Catalog, run.Scenario.Catalog.Level(tier), run.Kernel.Now);
        foreach (var track in run.Tracks.Where(t => t.Arrival.Tier == tier))
        {
            tally.Add(track);
        }

        return tally.ToReport();
    }

    private static List<PoolReport> Pools(SimulationRun run) => run.Around.Usage.Pools
        .Where(p => p.Value.Started > 0 || p.Value.KeptTicks > 0 || p.Value.DonatedTicks > 0)
        .Select(p => CapacityTally.Pool(p.Key, p.Value, run.Scenario.Catalog, run.Scenario.World.Prices))
        .ToList();
}
