using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Co-resident groups as the program knows them: a unit is paid for whoever is awake, and started with all its engines.</summary>
internal sealed class GroupProblem(ServingCatalog catalog, PlanningOptions options, LeadTimes leads)
{
    public ImmutableArray<AllocationGroup> Groups(GroupRound round, ImmutableArray<AllocationPool> pools) =>
        [.. round.Facts.Select(f => Group(f, catalog.Group(f.Group))).Select(g => g with { Max = Math.Max(g.Max, Least(g, pools)) })];

    /// <summary>Units that the group's own minimum and its members' ask for.</summary>
    public static int Least(AllocationGroup group, ImmutableArray<AllocationPool> pools) => Math.Max(group.Min, pools.Where(p => p.Group == group.Name).Sum(p => p.Min));

    private AllocationGroup Group(GroupFacts facts, GroupSpec spec)
    {
        var hardware = catalog.Accelerator(spec.Accelerator);
        var price = hardware.UsdPerReplicaHourOf(spec.CapacityType);
        return new AllocationGroup(
            spec.Name, spec.Region, spec.Accelerator, spec.CapacityType, facts.Units, spec.MinUnits, spec.MaxUnits,
            price * options.PlanInterval.TotalHours, price * leads.Load(spec).TotalHours)
        {
            Gpus = hardware.Gpus,
        };
    }
}
