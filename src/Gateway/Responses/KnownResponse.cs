namespace SageServe.Gateway;

/// <summary>Who keeps a response.</summary>
/// <param name="Region">The replica's region.</param>
/// <param name="Instance">The replica; none in another region, where that region's gateway knows it.</param>
/// <param name="Tenant">Whose it is; for others it does not exist.</param>
/// <param name="Model">That made it.</param>
/// <param name="Until">Forgotten then.</param>
internal readonly record struct KnownResponse(RegionId Region, InstanceId Instance, TenantId Tenant, ModelId Model, Instant Until);
