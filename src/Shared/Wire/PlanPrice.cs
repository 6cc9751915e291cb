namespace SageServe.Shared;

/// <summary>What a plan's cost would change by with one unit more of what a constraint grants; a constraint that has one binds.</summary>
/// <param name="Family">Kind of constraint: Demand, LocalShare, Capacity, Quota, GpuBudget, MoneyBudget, SpotShare.</param>
/// <param name="Subject">Which one.</param>
/// <param name="Basis"><c>relaxation</c> (the price for planning ahead) or <c>integers-fixed</c> (the plan's replicas stand).</param>
/// <param name="UsdPerHour">Saved by one unit more; for a demand: cost of one unit more.</param>
/// <param name="Unit">Of what one more is meant.</param>
/// <param name="Words">A sentence for people.</param>
public sealed record PlanPrice(string Family, string Subject, string Basis, double UsdPerHour, string Unit, string Words);
