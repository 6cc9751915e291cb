using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>Which replicas and regions a flow leaves out, for metrics; no decision is made from it.</summary>
/// <param name="Circuits">Replicas of the home region by the state of their circuit, indexed by <see cref="CircuitState"/>.</param>
/// <param name="Ejected">Ready replicas that are left out as outliers.</param>
/// <param name="Regions">The circuit to each other region of the catalog.</param>
public sealed record FlowHealth(ImmutableArray<int> Circuits, int Ejected, ImmutableArray<RegionCircuit> Regions);
