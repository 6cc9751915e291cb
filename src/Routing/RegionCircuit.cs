namespace SageServe.Routing;

/// <param name="Region">Another region.</param>
/// <param name="State">Of the circuit to it.</param>
public readonly record struct RegionCircuit(RegionId Region, CircuitState State);
