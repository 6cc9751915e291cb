using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SageServe.Gateway;

/// <summary>OpenAI's Batch object. Times are Unix seconds.</summary>
internal sealed record BatchDocument
{
    public required string Id { get; init; }

    public string Object { get; init; } = "batch";

    public required string Endpoint { get; init; }

    /// <summary>Served name of the one model of all lines; null until validated.</summary>
    public string? Model { get; init; }

    public BatchErrorList? Errors { get; init; }

    public required string InputFileId { get; init; }

    public required string CompletionWindow { get; init; }

    public required BatchStatus Status { get; init; }

    public string? OutputFileId { get; init; }

    public string? ErrorFileId { get; init; }

    public required long CreatedAt { get; init; }

    public long? InProgressAt { get; init; }

    public required long ExpiresAt { get; init; }

    public long? FinalizingAt { get; init; }

    public long? CompletedAt { get; init; }

    public long? FailedAt { get; init; }

    public long? ExpiredAt { get; init; }

    public long? CancellingAt { get; init; }

    public long? CancelledAt { get; init; }

    public required BatchCounts RequestCounts { get; init; }

    public ImmutableSortedDictionary<string, string>? Metadata { get; init; }

    /// <summary>Our own: when it will be done. Only while it is under way.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BatchPromise? Sageserve { get; init; }
}
