using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>Patient work of a region as one gateway sees it (<c>GET /admin/queue</c>).</summary>
/// <param name="Region">Whose.</param>
/// <param name="Gateway">Name of the gateway that tells, as it stands in the index.</param>
/// <param name="At">When it was told.</param>
/// <param name="PausedSince">An operator has stopped the release since then; null while it goes on.</param>
/// <param name="Lanes">One for each model, sorted.</param>
/// <param name="Batches">Newest first; those that have not ended, and others if they were asked for.</param>
public sealed record QueueDocument(
    RegionId Region, string Gateway, Instant At, Instant? PausedSince, ImmutableArray<QueueLane> Lanes, ImmutableArray<QueueBatch> Batches);
