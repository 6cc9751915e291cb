using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Shadow prices as a plan publishes them, and back for a replay.</summary>
internal static class PlanPrices
{
    /// <summary>Prices of demands beyond this many are left out, the smallest first: a fleet has hundreds of demands.</summary>
    private const int DemandsMost = 50;

    public static ImmutableArray<PlanPrice> Of(ImmutableArray<ShadowPrice> prices)
    {
        var least = prices.Where(IsOfDemand).Select(p => Math.Abs(p.UsdPerHour)).OrderDescending().Skip(DemandsMost).FirstOrDefault(-1);
        return [.. prices.Where(p => !IsOfDemand(p) || Math.Abs(p.UsdPerHour) > least).Select(p => new PlanPrice(p.Family.ToString(), p.Subject, p.Basis, p.UsdPerHour, p.Unit, p.Words))];
    }

    public static ImmutableArray<ShadowPrice> Back(ImmutableArray<PlanPrice> prices) =>
        [.. prices.Where(p => Enum.IsDefined(typeof(ConstraintFamily), p.Family)).Select(p => new ShadowPrice(Enum.Parse<ConstraintFamily>(p.Family), p.Subject, p.Basis, p.UsdPerHour, p.Unit, p.Words))];

    private static bool IsOfDemand(ShadowPrice price) => price.Family is ConstraintFamily.Demand or ConstraintFamily.LocalShare;
}
