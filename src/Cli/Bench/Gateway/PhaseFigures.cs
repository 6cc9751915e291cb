namespace SageServe.Cli;

/// <summary>One case in one round and one kind of load.</summary>
/// <param name="CpuSeconds">Of the proxy, per 1,000 requests; 0 without one.</param>
/// <param name="AllocatedBytes">Managed bytes per request; null for what is not .NET.</param>
/// <param name="P50">Of the time to the end of the answer, in milliseconds.</param>
/// <param name="P99">Likewise.</param>
internal sealed record PhaseFigures(double CpuSeconds, double? AllocatedBytes, double P50, double P99);
