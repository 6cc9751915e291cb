using System.Collections.Immutable;
using SageServe.Planning;

namespace SageServe.Simulator;

/// <summary>
/// Each tick's actions can be carried out and end within the operator's limits, and each plan's targets lie within them: reckoned from
/// the tick's facts and the catalog alone. O(pools) a tick.
/// </summary>
internal sealed class PlanFeasibilityChecker : SimulationChecker
{
    private readonly Dictionary<PoolId, int> _replicas = [];
    private ServingCatalog? _catalog;

    private ServingCatalog Catalog => _catalog ?? throw new InvariantException("A checker is told of the beginning first");

    public override void Begin(SimulationScenario scenario) => _catalog = scenario.Catalog;

    public override void Planned(TickInput input, PlanningEffects effects)
    {
        var pools = input.Pools ?? [];
        Count(pools);
        foreach (var action in effects.Actions)
        {
            Carry(action);
        }

        if (effects.Actions.Any(a => a.Kind == ScaleActionKind.Start))
        {
            CheckRegions(pools);
        }

        foreach (var target in effects.Plan?.Targets ?? [])
        {
            var spec = Spec(target.Pool);
            Invariant.Holds(target.Target >= 0 && target.Target <= spec.MaxReplicas, "A plan's target lies within its pool's limits");
        }
    }

    private void Count(ImmutableArray<PoolFacts> pools)
    {
        _replicas.Clear();
        foreach (var pool in pools)
        {
            _replicas[pool.Pool] = pool.Ready + pool.Starting;
        }
    }

    private void Carry(ScaleAction action)
    {
        Invariant.Holds(action.Count >= 1, "An action moves at least one replica");
        Invariant.Holds(_replicas.TryGetValue(action.Pool, out var held), "An action is about a pool that facts were told of");
        var spec = Spec(action.Pool);
        if (action.Kind == ScaleActionKind.Start)
        {
            Invariant.Holds(held + action.Count <= spec.MaxReplicas, "Starts keep to the pool's largest size");
            _replicas[action.Pool] = held + action.Count;
        }
        else
        {
            Invariant.Holds(held - action.Count >= spec.MinReplicas, "Stops keep to the pool's smallest size");
            _replicas[action.Pool] = held - action.Count;
        }
    }

    /// <summary>What drains holds its GPUs until it is done.</summary>
    private void CheckRegions(ImmutableArray<PoolFacts> pools)
    {
        foreach (var region in Catalog.Regions)
        {
            foreach (var capacity in region.Capacity)
            {
                var held = 0;
                foreach (var pool in pools)
                {
                    var here = pool.Pool.Region == region.Id && pool.Pool.Accelerator == capacity.Accelerator;
                    held += here ? Math.Max(_replicas[pool.Pool], pool.Ready + pool.Starting) + pool.Draining : 0;
                }

                Invariant.Holds(held <= capacity.Replicas, "Starts fit the region's GPUs");
            }
        }
    }

    private PoolSpec Spec(PoolId pool)
    {
        foreach (var spec in Catalog.Pools)
        {
            if (spec.Id == pool)
            {
                return spec;
            }
        }

        throw new InvariantException($"A plan is about pools of the catalog ({pool} is not)");
    }
}
