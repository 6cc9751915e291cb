namespace SageServe.Planning;

/// <summary>What a region can hold, as the catalog says.</summary>
internal static class RegionRoom
{
    /// <summary>Replicas of this hardware, all models together; null where the catalog names no limit.</summary>
    public static int? Limit(ServingCatalog catalog, RegionId region, AcceleratorId accelerator)
    {
        var capacity = catalog.Region(region).Capacity;
        foreach (var entry in capacity.IsDefault ? [] : capacity)
        {
            if (entry.Accelerator == accelerator)
            {
                return entry.Replicas;
            }
        }

        return null;
    }
}
