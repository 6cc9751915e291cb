using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>What all keys of one tenant together may use; a key's own limits hold beside it.</summary>
/// <param name="Tenant">Who.</param>
/// <param name="Limits">Of requests, tokens, money and concurrent requests.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TenantDocument(TenantId Tenant, KeyLimits Limits)
{
    public KeyLimits Limits { get; init; } = Limits ?? new KeyLimits();
}
