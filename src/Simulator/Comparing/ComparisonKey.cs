namespace SageServe.Simulator;

/// <summary>One run of a comparison, by its positions in the plan.</summary>
public readonly record struct ComparisonKey(int Variant, int Strategy, int Seed);
