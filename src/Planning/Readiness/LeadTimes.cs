namespace SageServe.Planning;

/// <summary>
/// How long a replica takes from the order to serving: the 90 % quantile of what was measured of its pool, and the catalog's cold start until
/// <see cref="PlanningOptions.ReadySamples"/> starts are known. The paper's rules and the bounds keep to the catalog.
/// </summary>
internal sealed class LeadTimes(ServingCatalog catalog, PlanningOptions options, ReadyTimes measured)
{
    /// <summary>What is measured counts within this many times the catalog's figure either way: beyond, one of the two is a mistake.</summary>
    private const double Range = 4;

    private readonly bool _measures = options is { PaperExact: false, ReadySamples: > 0 } && PlanningStrategies.Find(options.Strategy) is not { NeedsFuture: true };

    public TimeSpan Of(PoolId pool) => Measured(pool) ?? Told(pool);

    /// <summary>Null while the catalog's figure counts.</summary>
    public TimeSpan? Measured(PoolId pool)
    {
        if (!_measures || measured.Count(pool) < options.ReadySamples || measured.P90(pool) is not { } seen)
        {
            return null;
        }

        var told = Told(pool);
        return seen < told / Range ? told / Range : seen > told * Range ? told * Range : seen;
    }

    /// <summary>Of the slowest pool of a model, in a region or in all.</summary>
    public TimeSpan Longest(ModelId model, RegionId? region) => catalog.Pools
        .Where(p => p.Id.Model == model && (region is null || p.Id.Region == region)).Select(p => Of(p.Id)).DefaultIfEmpty().Max();

    private TimeSpan Told(PoolId pool) => catalog.Profile(pool.Model, pool.Accelerator).ColdStart;
}
