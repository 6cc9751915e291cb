namespace SageServe.EngineModel;

/// <summary>What the engine model says of a measured request; seconds from its launch.</summary>
public readonly record struct ReplayedRequest(double Ttft, double E2e);
