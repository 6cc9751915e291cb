using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>The live gateways of the region but this one.</summary>
/// <param name="Ids">Their names.</param>
/// <param name="Urls">Where they may be reached; one that is no longer there may be among them.</param>
internal sealed record SiblingCircle(ImmutableArray<string> Ids, ImmutableArray<string> Urls)
{
    public static readonly SiblingCircle Nobody = new([], []);
}
