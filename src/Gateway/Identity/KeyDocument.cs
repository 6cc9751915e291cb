namespace SageServe.Gateway;

/// <param name="Sha256">SHA-256 of the key in hex; the key itself is never stored.</param>
/// <param name="Tenant">Who it belongs to.</param>
/// <param name="TierCeiling">The most urgent tier that it may use.</param>
internal sealed record KeyDocument(string Sha256, TenantId Tenant, ServiceTier TierCeiling = ServiceTier.InteractiveFast);
