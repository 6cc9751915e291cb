namespace SageServe.Planning;

/// <summary>What may still be started at one tick: room of the regions, and the operator's budget. A unit of a co-resident group counts once.</summary>
internal sealed class StartRoom
{
    private readonly Dictionary<(RegionId, AcceleratorId), int> _held = [];
    private readonly ServingCatalog _catalog;
    private readonly FleetBudget _budget;

    /// <param name="catalog">What is served.</param>
    /// <param name="options">The budget.</param>
    /// <param name="pools">As they are; what drains holds its GPUs.</param>
    /// <param name="groups">Units that stand.</param>
    /// <param name="elsewhere">What other regions hold: it counts in the budget alone.</param>
    public StartRoom(ServingCatalog catalog, GuardrailOptions options, IEnumerable<PoolFacts> pools, GroupRound groups, IEnumerable<HeldElsewhere> elsewhere)
    {
        _catalog = catalog;
        _budget = new FleetBudget(catalog, options);
        foreach (var facts in pools.Where(p => catalog.GroupOf(p.Pool) is null))
        {
            Take(facts.Pool, facts.Held);
        }

        foreach (var facts in groups.Facts)
        {
            Take(catalog.MembersOf(facts.Group).First().Id, facts.Units + facts.Leaving);
        }

        foreach (var held in elsewhere)
        {
            _budget.Take(held.Pool, held.Replicas);
        }
    }

    /// <summary>
    /// How many of these replicas (of a member: units) may start; says so where it is fewer. And how many have no place in the region, and could
    /// take over GPUs that others hold: that costs nothing more, so it needs no budget but that which is kept already.
    /// </summary>
    public (int Granted, int Crowded) Grant(PoolId pool, int wanted, bool isBelowMinimum, StepList steps)
    {
        var room = RegionRoom.Limit(_catalog, pool.Region, pool.Accelerator) is { } most ? Math.Max(0, most - _held.GetValueOrDefault((pool.Region, pool.Accelerator))) : int.MaxValue;
        var count = Math.Min(wanted, room);
        var crowded = wanted - count;
        if (crowded > 0)
        {
            steps.Add("guardrail", pool.ToString(), wanted, count, "region-full", $"{pool.Region} has room for {room} more replicas on {pool.Accelerator}.");
        }

        if (!isBelowMinimum && _budget.Room(pool) is var paid && paid < count)
        {
            steps.Add("guardrail", pool.ToString(), count, paid, "budget", _budget.Told());
            count = paid;
        }

        Take(pool, count);
        return (count, isBelowMinimum || !_budget.IsExceeded ? crowded : 0);
    }

    private void Take(PoolId pool, int count)
    {
        _held[(pool.Region, pool.Accelerator)] = _held.GetValueOrDefault((pool.Region, pool.Accelerator)) + count;
        _budget.Take(pool, count);
    }
}
