using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>What ticks see of the units of one co-resident group: loaded ones are its capacity, in engines, whoever is awake.</summary>
internal sealed class UnitSight
{
    private readonly string _group;
    private readonly ImmutableArray<PoolSpec> _members;

    public UnitSight(string group, ServingCatalog catalog, ReceiptOpening opening)
    {
        (_group, _members) = (group, [.. catalog.MembersOf(group)]);
        Demand = new UnitDemand([.. _members.Select(m => (m.Id, opening.Demand(m)))]);
    }

    /// <summary>Of all members.</summary>
    public UnitDemand Demand { get; }

    /// <summary>False where the group has other members now.</summary>
    public bool IsOf(ServingCatalog catalog) => _members.Select(m => m.Id).SequenceEqual(catalog.MembersOf(_group).Select(m => m.Id));

    /// <summary>Null where the group is not told.</summary>
    public PoolSample? Sample(ReceiptOpening opening, LedgerRound round, ImmutableArray<PoolFacts> facts)
    {
        if (round.Of(_group) is not { } units)
        {
            return null;
        }

        foreach (var member in _members)
        {
            Demand.See(member.Id, opening.Engines(member, round, facts));
        }

        var loaded = units.Units - units.Loading;
        return new PoolSample(loaded, units.Loading, loaded, 0);
    }
}
