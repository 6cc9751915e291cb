using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>One API key as it is stored: its hash, never itself.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record KeyDocument : KeyGrant
{
    private const int IdDigits = 16;

    /// <summary>Name of the key in lists, logs and metrics; made from the hash where it is not given.</summary>
    public string? Id { get; init; }

    /// <summary>SHA-256 of the key in hex; left out where keys are shown.</summary>
    public string? Sha256 { get; init; }

    public Instant? Created { get; init; }

    /// <summary>The given id, else the beginning of the hash.</summary>
    [JsonIgnore]
    public string EffectiveId => Id ?? IdOf(Sha256 ?? "");

    public static string IdOf(string sha256) => "key_" + sha256.Trim().ToLowerInvariant()[..Math.Min(IdDigits, sha256.Trim().Length)];
}
