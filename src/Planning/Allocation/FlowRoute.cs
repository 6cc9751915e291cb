namespace SageServe.Planning;

/// <summary>A way that requests may take.</summary>
/// <param name="To">The region that carries them.</param>
/// <param name="Usd">Price of a prompt token per second over the interval; small, so that nearer is better where all else is equal.</param>
internal sealed record FlowRoute(RegionId To, double Usd);
