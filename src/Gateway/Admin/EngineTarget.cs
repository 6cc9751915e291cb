using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>A group of one target, as Prometheus' HTTP service discovery defines it.</summary>
/// <param name="Targets">host:port of the engine; without a port where the scheme's own is meant.</param>
/// <param name="Labels">The pool's labels, and where metrics are.</param>
internal sealed record EngineTarget(ImmutableArray<string> Targets, ImmutableSortedDictionary<string, string> Labels);
