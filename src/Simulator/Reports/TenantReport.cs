namespace SageServe.Simulator;

/// <summary>What the requests of one tenant got, tier by tier; tiers without a request are left out.</summary>
public sealed record TenantReport(string Tenant, IReadOnlyList<TierReport> Tiers);
