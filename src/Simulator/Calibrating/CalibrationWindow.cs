namespace SageServe.Simulator;

/// <param name="Window">Completion window.</param>
/// <param name="Batches">How many had it.</param>
/// <param name="DoneByP50">Share of them that was done by p50.</param>
/// <param name="DoneByP90">Share of them that was done by p90.</param>
public sealed record CalibrationWindow(TimeSpan Window, int Batches, double DoneByP50, double DoneByP90);
