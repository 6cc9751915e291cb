using System.Collections.Frozen;
using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>What the key of a batch allowed when the batch was made: it holds for its lines, hours later too.</summary>
/// <param name="Id">The key's id; its budget pays.</param>
/// <param name="Models">Names that it may use; empty: all.</param>
/// <param name="Regions">Regions that may see its lines; empty: all.</param>
internal sealed record BatchKey(string Id, ImmutableArray<string> Models, ImmutableArray<string> Regions)
{
    public static BatchKey? Of(Caller? caller) => caller?.KeyId is { } id
        ? new BatchKey(id, [.. (caller.Models ?? FrozenSet<string>.Empty).Order(StringComparer.Ordinal)], [.. caller.Regions.Select(r => r.Value)])
        : null;

    public bool MayUse(string model) => Models.IsDefaultOrEmpty || Models.Contains(model, StringComparer.Ordinal);

    public ImmutableArray<RegionId> AllowedRegions() => Regions.IsDefaultOrEmpty ? [] : [.. Regions.Select(r => new RegionId(r))];
}
