namespace SageServe.Cli;

/// <summary>One value with its interval.</summary>
/// <param name="Value">Null leaves the place empty and says so.</param>
/// <param name="Low">Lower end of the interval; null draws none.</param>
/// <param name="High">Upper end of the interval.</param>
internal readonly record struct ChartBar(double? Value, double? Low = null, double? High = null);
