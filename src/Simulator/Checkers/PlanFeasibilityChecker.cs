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
            CheckRegions(pools, input.Groups ?? [], effects.Actions);
        }

        CheckGroups(input.Groups ?? [], effects);

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
        if (action.IsOfUnits)
        {
            return;
        }

        if (action.From is { } from)
        {
            _replicas[from] -= action.Count;
            Invariant.Holds(_replicas[from] >= Spec(from).MinReplicas, "An exchange keeps to the smallest size of who gives way");
        }

        if (action.Kind.Grows())
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
    private void CheckRegions(ImmutableArray<PoolFacts> pools, ImmutableArray<GroupFacts> groups, ImmutableArray<ScaleAction> actions)
    {
        foreach (var region in Catalog.Regions)
        {
            foreach (var capacity in region.Capacity)
            {
                var held = 0;
                foreach (var group in groups)
                {
                    var spec = Catalog.Group(group.Group);
                    var here = spec.Region == region.Id && spec.Accelerator == capacity.Accelerator;
                    held += here ? group.Units + group.Leaving + Started(group, actions) : 0;
                }

                foreach (var pool in pools.Where(p => Catalog.GroupOf(p.Pool) is null))
                {
                    var here = pool.Pool.Region == region.Id && pool.Pool.Accelerator == capacity.Accelerator;
                    held += here ? Math.Max(_replicas[pool.Pool], pool.Ready + pool.Starting) - pool.Swapping + pool.Draining : 0;
                }

                // One takes over what the other gives up: the same GPUs.
                held -= actions.Where(a => a is { From: not null, Group: null } && a.Pool.Region == region.Id && a.Pool.Accelerator == capacity.Accelerator).Sum(a => a.Count);

                Invariant.Holds(held <= capacity.Replicas, "Starts fit the region's GPUs");
            }
        }
    }

    /// <summary>Units stay within their bounds, and no more engines are to be awake than units stand.</summary>
    private void CheckGroups(ImmutableArray<GroupFacts> groups, PlanningEffects effects)
    {
        foreach (var group in groups)
        {
            var spec = Catalog.Group(group.Group);
            var stopped = effects.Actions.Where(a => a.IsOfUnits && a.Group == group.Group).Sum(a => a.Count);
            var after = group.Units + Started(group, effects.Actions) - stopped;
            Invariant.Holds(stopped <= group.Asleep && (stopped == 0 || after >= spec.MinUnits), "Only units that sleep are released, down to the least");
            Invariant.Holds(Started(group, effects.Actions) == 0 || after + group.Leaving <= spec.MaxUnits, "A group's starts keep to its largest size");
            Invariant.Holds(Catalog.MembersOf(group.Group).Sum(m => _replicas.GetValueOrDefault(m.Id)) <= Math.Max(after, group.Units), "No more engines are awake than units stand");
        }

        foreach (var target in effects.Plan?.Groups ?? [])
        {
            Invariant.Holds(target.Target <= Catalog.Group(target.Group).MaxUnits, "A plan's units lie within their group's limits");
        }
    }

    private static int Started(GroupFacts group, ImmutableArray<ScaleAction> actions) =>
        actions.Where(a => a.Kind == ScaleActionKind.Start && a.Group == group.Group).Sum(a => a.Count);

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
