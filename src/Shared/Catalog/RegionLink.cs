namespace SageServe.Shared;

public sealed record RegionLink(RegionId Region, TimeSpan RoundTrip);
