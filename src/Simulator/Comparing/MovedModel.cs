using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>What if a model ran on other hardware: its pools keep their bounds and change their GPUs.</summary>
public sealed record MovedModel(ModelId Model, AcceleratorId To)
{
    public SimulationScenario Apply(SimulationScenario scenario)
    {
        var document = scenario.Catalog.Document;
        if (!document.Profiles.Any(p => p.Model == Model && p.Accelerator == To))
        {
            var known = document.Profiles.Where(p => p.Model == Model).Select(p => p.Accelerator.ToString()).ToList();
            throw new ArgumentException(known.Count == 0
                ? $"--gpu: the scenario has no model '{Model}'; it has {string.Join(", ", document.Models.Select(m => m.Id))}."
                : $"--gpu: nothing is known of {Model} on {To}; there are profiles for {string.Join(", ", known)}.");
        }

        // A region that held replicas of the model has room for as many on the new hardware, whatever it had of it before.
        var regions = document.Regions.Select(r => r with { Capacity = Room(r, document) });
        var changed = document with { Regions = [.. regions], Pools = [.. document.Pools.Select(p => p with { Id = Moved(p.Id) })] };
        return scenario with
        {
            Catalog = ChangedSource.Checked(changed, $"--gpu {Model}={To}"),
            Initial = scenario.Initial is { } initial ? [.. initial.Select(i => i with { Pool = Moved(i.Pool) })] : null,
            Kills = [.. scenario.Kills.Select(k => k with { Pool = Moved(k.Pool) })],
        };
    }

    private PoolId Moved(PoolId pool) => pool.Model == Model ? pool with { Accelerator = To } : pool;

    private ImmutableArray<RegionCapacity> Room(RegionSpec region, CatalogDocument document)
    {
        var moved = document.Pools.Where(p => p.Id.Model == Model && p.Id.Region == region.Id && p.Id.Accelerator != To).Sum(p => p.MaxReplicas);
        var has = region.Capacity.Where(c => c.Accelerator == To).Sum(c => c.Replicas);
        return moved == 0 ? region.Capacity : [.. region.Capacity.Where(c => c.Accelerator != To), new RegionCapacity(To, has + moved)];
    }
}
