using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>
/// The fleet that an operator would have at the moment when the run starts: enough for the demand of the last hour, with room for swings,
/// within the pools' bounds and the regions' hardware.
/// </summary>
internal static class InitialFleet
{
    /// <summary>Mean use of a replica; a fuller one has no room for the swings within a minute.</summary>
    private const double TargetUse = 0.6;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public static ImmutableArray<InitialReplicas> For(SimulationScenario scenario)
    {
        var catalog = scenario.Catalog;
        var free = catalog.Regions.SelectMany(r => r.Capacity.Select(c => (Key: (r.Id, c.Accelerator), c.Replicas)))
            .ToDictionary(c => c.Key, c => c.Replicas);
        var counts = catalog.Pools.ToDictionary(p => p.Id, p => p.MinReplicas);
        foreach (var pool in catalog.Pools)
        {
            free[(pool.Id.Region, pool.Id.Accelerator)] -= pool.MinReplicas;
        }

        foreach (var pool in catalog.Pools)
        {
            var room = free[(pool.Id.Region, pool.Id.Accelerator)];
            var wanted = Math.Min(pool.MaxReplicas, Needed(scenario, pool));
            var added = Math.Clamp(wanted - pool.MinReplicas, 0, room);
            counts[pool.Id] += added;
            free[(pool.Id.Region, pool.Id.Accelerator)] -= added;
        }

        return [.. catalog.Pools.Select(p => new InitialReplicas(p.Id, counts[p.Id]))];
    }

    /// <summary>For the tiers whose requests come to the pool first.</summary>
    private static int Needed(SimulationScenario scenario, PoolSpec spec)
    {
        var pool = spec.Id;
        var profile = scenario.Catalog.Profile(pool.Model, pool.Accelerator);
        var from = scenario.Envelope.ToEnvelope(scenario.Start) - Window;
        DemandBin[] bins = [.. scenario.History.Where(b => b.Start >= from && b.Series.Model == pool.Model && b.Series.Origin == pool.Region && spec.IsOwnOf(b.Series.Tier))];
        var work = bins.Sum(b => profile.WorkSeconds(b.PromptTokensPerSecond, b.OutputTokensPerSecond) * b.Length.TotalHours);
        return (int)Math.Ceiling(work / Window.TotalHours / TargetUse);
    }
}
