using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>What one gateway still holds of the replicas it was asked for: <c>GET /admin/held?id=A&amp;id=B</c>, at most 256 of them.</summary>
/// <param name="Region">The gateway's.</param>
/// <param name="Gateway">Its identity, as siblings know it.</param>
/// <param name="Replicas">One for each that was asked for, sorted by id.</param>
public sealed record HeldDocument(RegionId Region, string Gateway, ImmutableArray<HeldReplica> Replicas);
