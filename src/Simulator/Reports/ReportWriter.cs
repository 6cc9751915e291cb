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
            Requests = run.Tally.Requests,
            Completed = run.Tally.Completed,
            Failed = run.Tally.Failed,
            Pending = run.Tally.Open.Count,
            Retried = run.Tally.Retried,
            Evictions = run.Tally.Evictions,
            DiscardedTokens = run.Tally.DiscardedTokens,
            ClientTries = run.Tally.Tries,
            AskedAgain = run.Tally.AskedAgain,
            Events = run.Kernel.Events,
            Tiers = [.. run.Tally.AllModels().Select(tier => tier.ToReport())],
            Models = run.Tally.ByModel(),
            Tenants = run.Tally.ByTenant() is { Count: > 0 } tenants ? tenants : null,
            GpuHours = pools.Sum(p => p.GpuHours),
            Capacity = CapacityTally.Total(pools),
            Pools = pools,
            Actions = run.Actions,
            Receipts = run.Receipts,
        };
    }

    private static List<PoolReport> Pools(SimulationRun run) => run.Around.Usage.Pools
        .Where(p => p.Value.Started > 0 || p.Value.KeptTicks > 0 || p.Value.DonatedTicks > 0)
        .Select(p => CapacityTally.Pool(p.Key, p.Value, run.Scenario.Catalog, run.Scenario.World.Prices))
        .ToList();
}
