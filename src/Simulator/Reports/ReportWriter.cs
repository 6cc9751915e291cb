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

    private static List<PoolReport> Pools(SimulationRun run)
    {
        var end = run.Scenario.Envelope.ToEnvelope(run.End);
        return [.. run.Fleet.All
            .Where(r => r.AllocatedAt < end)
            .GroupBy(r => r.Pool)
            .OrderBy(g => g.Key)
            .Select(g => Pool(run, g.Key, [.. g], end))];
    }

    private static PoolReport Pool(SimulationRun run, PoolId pool, List<SimReplica> replicas, Instant end)
    {
        var gpus = run.Scenario.Catalog.Accelerator(pool.Accelerator).Gpus;
        var hours = replicas.Sum(r => (Instant.Earlier(r.ReleasedAt ?? end, end) - r.AllocatedAt).TotalHours);
        return new PoolReport(pool.ToString(), hours * gpus, replicas.Count, Peak(replicas, end));
    }

    private static int Peak(List<SimReplica> replicas, Instant end)
    {
        var changes = replicas
            .SelectMany(r => new[] { (At: r.AllocatedAt, By: 1), (At: r.ReleasedAt ?? end, By: -1) })
            .OrderBy(c => c.At)
            .ThenBy(c => c.By);
        var (count, peak) = (0, 0);
        foreach (var change in changes)
        {
            count += change.By;
            peak = Math.Max(peak, count);
        }

        return peak;
    }
}
