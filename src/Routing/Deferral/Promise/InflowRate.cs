namespace SageServe.Routing;

/// <summary>Patient work that keeps coming in.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Window">When it is due, from when it comes in.</param>
/// <param name="Rate">Replica seconds a second.</param>
public readonly record struct InflowRate(TenantId Tenant, TimeSpan Window, double Rate);
