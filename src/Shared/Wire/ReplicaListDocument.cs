using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>Answer of <c>GET /control/replicas</c>; <c>?all=true</c> includes released ones.</summary>
public sealed record ReplicaListDocument(RegionId Region, Instant EnvelopeNow, ImmutableArray<ReplicaDocument> Replicas);
