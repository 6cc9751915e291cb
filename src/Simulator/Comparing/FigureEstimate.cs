namespace SageServe.Simulator;

/// <summary>One number over all seeds, by the path of its <see cref="Figure"/>.</summary>
public readonly record struct FigureEstimate(string Path, Estimate? Value);
