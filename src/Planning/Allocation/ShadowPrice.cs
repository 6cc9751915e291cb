namespace SageServe.Planning;

/// <summary>What the plan's cost would change by with a little more of what a constraint grants.</summary>
/// <param name="Family">Its kind.</param>
/// <param name="Subject">Which one.</param>
/// <param name="Basis"><c>relaxation</c> (replicas may be fractions: the price for planning ahead) or <c>integers-fixed</c> (the plan's replicas stand: only flows may change).</param>
/// <param name="UsdPerHour">Saved by one unit more; for a demand: cost of one unit more.</param>
/// <param name="Unit">Of what one more is meant.</param>
/// <param name="Words">A sentence for people.</param>
public sealed record ShadowPrice(ConstraintFamily Family, string Subject, string Basis, double UsdPerHour, string Unit, string Words);
