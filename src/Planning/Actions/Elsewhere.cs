using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// Reckons what the regions that are not ours hold of the fleet's budget: what they told, and at least what the last plan gives them, so that
/// two regions that don't hear each other never spend the same money. Units of co-resident groups count as the plan's engines awake.
/// </summary>
internal static class Elsewhere
{
    public static ImmutableArray<HeldElsewhere> Of(ServingCatalog catalog, TickInput input, ImmutableArray<PoolFacts> facts, PlanInForce? plan)
    {
        if (input.Home is null)
        {
            return [];
        }

        var told = facts.ToDictionary(f => f.Pool, f => f.Held);
        return
        [
            .. catalog.Pools.Where(p => !input.IsHome(p.Id.Region))
                .Select(p => new HeldElsewhere(p.Id, Math.Max(told.GetValueOrDefault(p.Id), plan?.Targets.GetValueOrDefault(p.Id) ?? 0)))
                .Where(h => h.Replicas > 0),
        ];
    }
}
