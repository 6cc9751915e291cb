namespace SageServe.Shared;

/// <summary>A load by how likely it is to stay below: 5, 50, 90, 95 and 99 %. They never cross.</summary>
public readonly record struct LoadQuantiles(double Q05, double Q50, double Q90, double Q95, double Q99);
