namespace SageServe.Planning;

/// <summary>The sums of a model's demand that somebody asks for: those of its demand classes, and of whom each pool serves.</summary>
internal static class LoadScopes
{
    /// <param name="catalog">What is served.</param>
    /// <param name="model">Whose demand.</param>
    /// <param name="series">That are known.</param>
    /// <param name="withFast">True: of each set that holds fast requests among other interactive ones, those too.</param>
    public static IEnumerable<(RegionId? Region, TierSet Tiers)> Of(ServingCatalog catalog, ModelId model, IEnumerable<DemandSeriesId> series, bool withFast = false)
    {
        var pools = catalog.Pools.Where(p => p.Id.Model == model).ToList();
        var regions = pools.Select(p => p.Id.Region).Concat(series.Select(s => s.Origin)).Distinct().Order().Select(r => (RegionId?)r);
        return from region in regions.Prepend(null)
               from tiers in Sets([.. pools.Where(p => region is null || p.Id.Region == region).Select(TierSet.Of)], withFast)
               select (region, tiers);
    }

    /// <summary>True where some pool of the region (null: of any) is for patient work alone.</summary>
    public static bool KeepsPatientPools(ServingCatalog catalog, ModelId model, RegionId? region) =>
        catalog.Pools.Any(p => p.Id.Model == model && (region is null || p.Id.Region == region) && !TierSet.Of(p).HasInteractive);

    private static IEnumerable<TierSet> Sets(IReadOnlyList<TierSet> pools, bool withFast)
    {
        var sets = DemandClasses.Of(pools).Concat(pools).Append(TierSet.All).Distinct().ToList();
        return withFast ? sets.Concat(sets.Select(WindowLoad.FastPart).OfType<TierSet>()).Distinct() : sets;
    }
}
