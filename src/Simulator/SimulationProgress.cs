namespace SageServe.Simulator;

/// <summary>How far a run is.</summary>
/// <param name="Share">Of the scenario's duration, 0..1; draining after it counts as 1.</param>
/// <param name="Requests">Arrived so far.</param>
public readonly record struct SimulationProgress(double Share, int Requests);
