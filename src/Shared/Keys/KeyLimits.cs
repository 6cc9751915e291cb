using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>What one API key may use; null means no limit.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record KeyLimits
{
    /// <summary>Requests a minute, and so many at once after a pause.</summary>
    public long? RequestsPerMinute { get; init; }

    /// <summary>Prompt and output tokens a minute, and so many at once after a pause.</summary>
    public long? TokensPerMinute { get; init; }

    /// <summary>Money a day (UTC).</summary>
    public decimal? UsdPerDay { get; init; }

    /// <summary>Requests between arrival and end.</summary>
    public int? Concurrent { get; init; }

    [JsonIgnore]
    public bool IsNone => RequestsPerMinute is null && TokensPerMinute is null && UsdPerDay is null && Concurrent is null;
}
