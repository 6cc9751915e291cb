namespace SageServe.Shared;

/// <summary>A batch of any tenant, for operators.</summary>
public sealed record QueueBatch
{
    public required string Id { get; init; }

    public required TenantId Tenant { get; init; }

    /// <summary>Served name; null until it was checked.</summary>
    public string? Model { get; init; }

    /// <summary>As clients see it: <c>in_progress</c>.</summary>
    public required string Status { get; init; }

    public required string CompletionWindow { get; init; }

    public required Instant CreatedAt { get; init; }

    public required Instant ExpiresAt { get; init; }

    /// <summary>Null while it is under way.</summary>
    public Instant? EndedAt { get; init; }

    public required int Total { get; init; }

    public required int Completed { get; init; }

    public required int Failed { get; init; }

    /// <summary>As likely done before as after; null: not known, or it has ended.</summary>
    public Instant? EtaP50 { get; init; }

    /// <summary>Done by then nine times in ten.</summary>
    public Instant? EtaP90 { get; init; }

    /// <summary>Null: not known, or it has ended.</summary>
    public bool? Feasible { get; init; }

    public required string InputFileId { get; init; }

    public string? OutputFileId { get; init; }

    public string? ErrorFileId { get; init; }
}
