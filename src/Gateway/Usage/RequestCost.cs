namespace SageServe.Gateway;

/// <param name="GpuSeconds">GPU time that the request is reckoned to take, by the profile.</param>
/// <param name="MicroUsd">Its price in millionths of a dollar, rounded up.</param>
internal readonly record struct RequestCost(double GpuSeconds, long MicroUsd);
