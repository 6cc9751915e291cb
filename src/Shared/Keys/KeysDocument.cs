using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>The keys file.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record KeysDocument(ImmutableArray<KeyDocument> Keys)
{
    public ImmutableArray<KeyDocument> Keys { get; init; } = Keys.IsDefault ? [] : Keys;
}
