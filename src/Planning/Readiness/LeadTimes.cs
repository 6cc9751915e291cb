namespace SageServe.Planning;

/// <summary>
/// How long a replica takes from the order to serving: the 90 % quantile of what was measured of its pool, and the catalog's cold start until
/// <see cref="PlanningOptions.ReadySamples"/> starts are known. Swaps between pools are measured apart. Of co-resident groups wakes, exchanges and loads of units are measured. The paper's rules and the bounds keep to the catalog.
/// </summary>
internal sealed class LeadTimes(ServingCatalog catalog, PlanningOptions options, ReadyTimes measured)
{
    /// <summary>What is measured counts within this many times the catalog's figure either way: beyond, one of the two is a mistake.</summary>
    private const double Range = 4;

    private readonly bool _measures = options is { PaperExact: false, ReadySamples: > 0 } && PlanningStrategies.Find(options.Strategy) is not { NeedsFuture: true };

    /// <summary>Of so many more of a pool. In a co-resident group they wake where enough units sleep; where they may not, a unit has to be loaded.</summary>
    public TimeSpan Of(PoolId pool, int count = 1) => HasSpare(pool, count) ? Wake(pool, ScaleActionKind.Wake) : Longest(pool);

    /// <summary>Of what may take longest, whatever sleeps.</summary>
    public TimeSpan Longest(PoolId pool) => Measured(pool) ?? Told(catalog, pool);

    /// <summary>What takes longest; null while the catalog's figure counts.</summary>
    public TimeSpan? Measured(PoolId pool)
    {
        var seen = catalog.GroupOf(pool) is { } group ? (IsFixed(group) ? Wakes(pool, ScaleActionKind.SwapModel) : Loads(group))
            : _measures && measured.Count(pool) >= options.ReadySamples ? measured.P90(pool)
            : null;
        return seen is { } time ? Within(time, Told(catalog, pool)) : null;
    }

    /// <summary>
    /// Of a member of a co-resident group: from the order to serving, on a unit that sleeps or in another member's place. Of any other pool: in another's
    /// place, its drain included; as a cold start until swaps were seen.
    /// </summary>
    public TimeSpan Wake(PoolId pool, ScaleActionKind kind)
    {
        if (catalog.GroupOf(pool) is not { } group)
        {
            return Wakes(pool, kind) is { } swapped ? Within(swapped, Told(catalog, pool)) : Longest(pool);
        }

        var told = kind == ScaleActionKind.Wake ? group.Wakes() : group.Sleeps() + group.Wakes();
        return Wakes(pool, kind) is { } seen ? Within(seen, told) : told;
    }

    /// <summary>Of a unit of a group: from the order until one engine of each member was loaded.</summary>
    public TimeSpan Load(GroupSpec group)
    {
        var told = catalog.LoadTime(group);
        return Loads(group) is { } seen ? Within(seen, told) : told;
    }

    private TimeSpan? Wakes(PoolId pool, ScaleActionKind kind) => _measures ? measured.Wakes.P90([pool], kind, options.ReadySamples) : null;

    /// <summary>All engines are loaded whoever is awake at the end, so the times of all members are one sample.</summary>
    private TimeSpan? Loads(GroupSpec group) =>
        _measures ? measured.Wakes.P90(catalog.MembersOf(group.Name).Select(m => m.Id), ScaleActionKind.Start, options.ReadySamples) : null;

    private static TimeSpan Within(TimeSpan seen, TimeSpan told) => seen < told / Range ? told / Range : seen > told * Range ? told * Range : seen;

    /// <summary>Of the slowest pool of a model, in a region or in all.</summary>
    public TimeSpan Longest(ModelId model, RegionId? region) => catalog.Pools
        .Where(p => p.Id.Model == model && (region is null || p.Id.Region == region)).Select(p => Longest(p.Id)).DefaultIfEmpty().Max();

    /// <summary>
    /// All members may grow in the same seconds, and nobody knows whose hour comes first: a member counts on its equal share of the units that
    /// sleep, and on no part of one.
    /// </summary>
    private bool HasSpare(PoolId pool, int count) =>
        _measures && catalog.GroupOf(pool) is { } group && !IsFixed(group) && measured.Asleep(group.Name) >= Math.Max(1, count) * catalog.MembersOf(group.Name).Count();

    /// <summary>By the catalog. Where a group's units never change, one more awake is an exchange at most; else it may take a unit with all its engines.</summary>
    public static TimeSpan Told(ServingCatalog catalog, PoolId pool) => catalog.GroupOf(pool) is { } group
        ? (IsFixed(group) ? group.Sleeps() + group.Wakes() : catalog.LoadTime(group))
        : catalog.Profile(pool.Model, pool.Accelerator).ColdStart;

    private static bool IsFixed(GroupSpec group) => group.MinUnits == group.MaxUnits;
}
