namespace SageServe.Simulator;

/// <summary>What happens around the product in a run: network, machines, telemetry, clients, faults. The defaults are a kind world.</summary>
public sealed record WorldOptions;
