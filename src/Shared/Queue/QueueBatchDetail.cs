using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>One batch, looked at closely (<c>GET /admin/queue/batches/ID</c>).</summary>
public sealed record QueueBatchDetail
{
    public required QueueBatch Batch { get; init; }

    /// <summary>Lines in the index that may be released, that wait out a pause, and that a gateway has.</summary>
    public required long Waiting { get; init; }

    public required long Delayed { get; init; }

    public required long Leased { get; init; }

    /// <summary>Gateways that wrote results of it, one for each of their starts.</summary>
    public required int Journals { get; init; }

    /// <summary>Lines that have no good answer, in the order of the file, as far as they were asked for.</summary>
    public required ImmutableArray<QueueLine> FailedLines { get; init; }
}
