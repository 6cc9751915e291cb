using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>
/// The fleet that an operator would have at the moment when the run starts: enough for the rate that the past shows, at the planned use of
/// a replica, within the pools' bounds and the regions' hardware.
/// </summary>
internal static class InitialFleet
{
    /// <summary>The planner's own default (PlanningOptions.TargetUse).</summary>
    private const double TargetUse = 0.6;

    public static ImmutableArray<InitialReplicas> For(ServingCatalog catalog, UpTraffic traffic)
    {
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
            var wanted = Math.Min(pool.MaxReplicas, Needed(catalog, traffic, pool.Id));
            var added = Math.Clamp(wanted - pool.MinReplicas, 0, room);
            counts[pool.Id] += added;
            free[(pool.Id.Region, pool.Id.Accelerator)] -= added;
        }

        return [.. catalog.Pools.Select(p => new InitialReplicas(p.Id, counts[p.Id]))];
    }

    private static int Needed(ServingCatalog catalog, UpTraffic traffic, PoolId pool)
    {
        var profile = catalog.Profile(pool.Model, pool.Accelerator);
        var busy = 0.0;
        for (var i = 0; i < traffic.Mix.Classes.Length; i++)
        {
            var kind = traffic.Mix.Classes[i];
            if (catalog.TryResolve(kind.Model, out var model) && model == pool.Model)
            {
                var tokens = TokenTable.Published.Workload(kind.Workload);
                var rate = traffic.Mix.Regions.Where(r => r.Region == pool.Region).Sum(r => traffic.Past.Rate(i, r, UpDefaults.DayStart));
                busy += rate * profile.WorkSeconds(tokens.Prompt.Mean, tokens.Output.Mean);
            }
        }

        return (int)Math.Ceiling(busy / TargetUse);
    }
}
