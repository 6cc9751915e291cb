using System.Collections.Frozen;
using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>What is served, on what, where and with which promise: a checked <see cref="CatalogDocument"/> with look-ups.</summary>
public sealed class ServingCatalog
{
    private readonly FrozenDictionary<ModelId, ModelSpec> _models;
    private readonly FrozenDictionary<AcceleratorId, AcceleratorSpec> _accelerators;
    private readonly FrozenDictionary<(ModelId, AcceleratorId), ThroughputProfile> _profiles;
    private readonly FrozenDictionary<RegionId, RegionSpec> _regions;
    private readonly FrozenDictionary<PoolId, PoolSpec> _pools;
    private readonly FrozenDictionary<string, ModelId> _served;
    private readonly FrozenDictionary<string, GroupSpec> _groups;
    private readonly ILookup<string, PoolSpec> _members;
    private readonly ServiceLevel[] _levels;

    /// <exception cref="ArgumentException">The document breaks a rule; the message lists every problem.</exception>
    public ServingCatalog(CatalogDocument document)
    {
        var problems = ServingCatalogRules.Check(document);
        if (problems.Count > 0)
        {
            throw new ArgumentException("The catalog has problems:\n- " + string.Join("\n- ", problems), nameof(document));
        }

        Document = document;
        Models = document.Models.Sort((a, b) => a.Id.CompareTo(b.Id));
        Regions = document.Regions.Sort((a, b) => a.Id.CompareTo(b.Id));
        Pools = document.Pools.Sort((a, b) => a.Id.CompareTo(b.Id));
        Groups = document.Groups.IsDefault ? [] : document.Groups.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        _groups = Groups.ToFrozenDictionary(g => g.Name, StringComparer.Ordinal);
        _members = Pools.Where(p => p.Group is not null).ToLookup(p => p.Group!, StringComparer.Ordinal);
        _models = Models.ToFrozenDictionary(m => m.Id);
        _accelerators = document.Accelerators.ToFrozenDictionary(a => a.Id);
        _profiles = document.Profiles.ToFrozenDictionary(p => (p.Model, p.Accelerator));
        _regions = Regions.ToFrozenDictionary(r => r.Id);
        _pools = Pools.ToFrozenDictionary(p => p.Id);
        _served = document.ServedNames.ToFrozenDictionary(s => s.Name, s => s.Model, StringComparer.Ordinal);
        _levels = [.. ServiceTiers.All.Select(t => document.ServiceLevels.Single(l => l.Tier == t))];
    }

    public CatalogDocument Document { get; }

    /// <summary>Sorted by id.</summary>
    public ImmutableArray<ModelSpec> Models { get; }

    /// <summary>Sorted by id.</summary>
    public ImmutableArray<RegionSpec> Regions { get; }

    /// <summary>Sorted by id.</summary>
    public ImmutableArray<PoolSpec> Pools { get; }

    /// <summary>Co-resident groups, sorted by name.</summary>
    public ImmutableArray<GroupSpec> Groups { get; }

    public ServiceLevel Level(ServiceTier tier) => _levels[(int)tier];

    public ModelSpec Model(ModelId id) => _models[id];

    public AcceleratorSpec Accelerator(AcceleratorId id) => _accelerators[id];

    public RegionSpec Region(RegionId id) => _regions[id];

    /// <summary>Null for a pool that the catalog does not name.</summary>
    public PoolSpec? FindPool(PoolId id) => _pools.GetValueOrDefault(id);

    /// <summary>The co-resident group whose GPUs the pool shares; null where it has its own, or the catalog does not name it.</summary>
    public GroupSpec? GroupOf(PoolId id) => FindPool(id)?.Group is { } name ? _groups[name] : null;

    public GroupSpec Group(string name) => _groups[name];

    /// <summary>Pools of a group, sorted by id.</summary>
    public IEnumerable<PoolSpec> MembersOf(string group) => _members[group];

    /// <summary>From the order of a unit until one engine of each member was loaded, one after the other, and all but the last put to sleep.</summary>
    public TimeSpan LoadTime(GroupSpec group) => MembersOf(group.Name).Aggregate(TimeSpan.Zero, (sum, m) => sum + Profile(m.Id.Model, m.Id.Accelerator).ColdStart + group.Sleeps()) - group.Sleeps();

    public ThroughputProfile Profile(ModelId model, AcceleratorId accelerator) => _profiles[(model, accelerator)];

    public ThroughputProfile? FindProfile(ModelId model, AcceleratorId accelerator) =>
        _profiles.GetValueOrDefault((model, accelerator));

    /// <summary>The model behind a client-facing name; false when the name is not served.</summary>
    public bool TryResolve(string servedName, out ModelId model) => _served.TryGetValue(servedName, out model);
}
