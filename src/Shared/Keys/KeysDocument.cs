using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>The keys file.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record KeysDocument(ImmutableArray<KeyDocument> Keys)
{
    public ImmutableArray<KeyDocument> Keys { get; init; } = Keys.IsDefault ? [] : Keys;

    /// <summary>Limits that the keys of a tenant share; those of other tenants have only their own.</summary>
    public ImmutableArray<TenantDocument> Tenants { get; init => field = value.IsDefault ? [] : value; } = [];
}
