namespace SageServe.Shared;

/// <summary>The way to another region.</summary>
/// <param name="Region">The other region.</param>
/// <param name="RoundTrip">There and back.</param>
public sealed record RegionLink(RegionId Region, TimeSpan RoundTrip);
