using System.Text.Json.Serialization;

namespace SageServe.Kubernetes;

public sealed record LeaseSpec
{
    /// <summary>Null or empty: nobody leads.</summary>
    public string? HolderIdentity { get; init; }

    public int? LeaseDurationSeconds { get; init; }

    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? AcquireTime { get; init; }

    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? RenewTime { get; init; }

    /// <summary>Grows by one with each change of holder; the epoch of a leader's plans.</summary>
    public int LeaseTransitions { get; init; }
}
