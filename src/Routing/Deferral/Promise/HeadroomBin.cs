namespace SageServe.Routing;

/// <summary>What a deployment had within one bin of its history.</summary>
/// <param name="Number">Of the bin: time since year 1 by the length of a bin.</param>
/// <param name="Level">Mean over the time measured.</param>
/// <param name="Seconds">How much of the bin was measured; above zero, at most its length.</param>
public readonly record struct HeadroomBin(long Number, HeadroomLevel Level, double Seconds);
