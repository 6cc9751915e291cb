using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>GPUs that one holder has, and what they cost: a model's replicas of one hardware, or a co-resident group, whose models share its GPUs.</summary>
/// <param name="Labels">Model, region, accelerator, capacity type, group; the model or the group is empty.</param>
/// <param name="Gpus">GPUs in use, draining replicas' too.</param>
/// <param name="UsdPerHour">At the catalog's prices.</param>
internal sealed record HeldCapacity(string[] Labels, int Gpus, double UsdPerHour)
{
    /// <summary>What a tick saw; empty when replicas could not be listed. What the catalog does not know has no price and is left out.</summary>
    public static ImmutableArray<HeldCapacity> Of(TickInput input, ServingCatalog catalog) =>
    [
        .. (input.Pools ?? [])
            .Where(p => catalog.FindPool(p.Pool) is { Group: null })
            .GroupBy(p => p.Pool with { Revision = PoolId.DefaultRevision })
            .Select(g => Of(g.Sum(p => p.Held), g.Key.Model.Value, g.Key.Region, g.Key.Accelerator, g.Key.CapacityType, "", catalog)),
        .. (input.Groups ?? [])
            .Join(catalog.Groups, g => g.Group, s => s.Name, (g, s) => Of(g.Units + g.Leaving, "", s.Region, s.Accelerator, s.CapacityType, s.Name, catalog)),
    ];

    private static HeldCapacity Of(
        int replicas, string model, RegionId region, AcceleratorId accelerator, CapacityType type, string group, ServingCatalog catalog)
    {
        var hardware = catalog.Accelerator(accelerator);
        return new HeldCapacity(
            [model, region.Value, accelerator.Value, PoolLabels.Text(type), group], replicas * hardware.Gpus, replicas * hardware.UsdPerReplicaHourOf(type));
    }
}
