using System.Text.Json.Serialization;

namespace SageServe.Gateway;

/// <summary>OpenAI's File object. Times are Unix seconds.</summary>
internal sealed record FileDocument
{
    public required string Id { get; init; }

    public string Object { get; init; } = "file";

    public required long Bytes { get; init; }

    public required long CreatedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ExpiresAt { get; init; }

    public required string Filename { get; init; }

    /// <summary><c>batch</c> for uploads, <c>batch_output</c> for results.</summary>
    public required string Purpose { get; init; }

    /// <summary>Deprecated by OpenAI and still read by its clients.</summary>
    public string Status { get; init; } = "processed";
}
