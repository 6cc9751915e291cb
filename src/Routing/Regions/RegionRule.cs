namespace SageServe.Routing;

/// <summary>Which region serves a request; the order is that of the names in <see cref="NamedRules"/>.</summary>
internal enum RegionRule
{
    HomeFirst,
    LeastUtilized,
    Nearest,
    Cheapest,
    PredictedTtft,
}
