using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>The replicas of one region as a file: written by whoever starts and stops them, read by the gateway (reloaded on change).</summary>
public sealed record FleetDocument(RegionId Region, long Version, ImmutableArray<FleetReplica> Replicas);
