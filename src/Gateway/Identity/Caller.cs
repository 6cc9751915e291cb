namespace SageServe.Gateway;

/// <param name="Tenant">Who pays and is limited.</param>
/// <param name="Ceiling">The most urgent tier that may be used.</param>
internal sealed record Caller(TenantId Tenant, ServiceTier Ceiling)
{
    public static readonly Caller Anonymous = new(new TenantId("anonymous"), ServiceTier.InteractiveFast);
}
