namespace SageServe.Cli;

/// <param name="Region">Where clients are.</param>
/// <param name="Weight">Share of all requests.</param>
/// <param name="Later">How much later their day begins than the published series' (time zones).</param>
internal sealed record RegionTraffic(RegionId Region, double Weight, TimeSpan Later);
