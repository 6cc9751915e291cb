namespace SageServe.Planning;

/// <param name="Region">The other region.</param>
/// <param name="RoundTripMs">There and back, milliseconds.</param>
public sealed record ProblemLink(RegionId Region, double RoundTripMs);
