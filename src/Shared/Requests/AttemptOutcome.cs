using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>How one attempt to serve a request on one replica or peer ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AttemptOutcome>))]
public enum AttemptOutcome
{
    Succeeded,

    /// <summary>No connection, or the chosen replica is not known to the forwarder yet.</summary>
    ConnectFailed,

    /// <summary>A retryable answer: 429, 502, 503 or 504; also a peer that refuses a relayed request.</summary>
    UpstreamRefused,

    /// <summary>The upstream broke before the first byte went to the client.</summary>
    BrokenBeforeFirstByte,

    /// <summary>The upstream broke after the first byte; nothing can be retried.</summary>
    BrokenAfterFirstByte,

    TimedOut,

    ClientLeft,

    /// <summary>A definite answer that is not the replica's fault (for example 400).</summary>
    RefusedAsInvalid,

    /// <summary>The gateway took it back (eviction, shutdown).</summary>
    Cancelled,
}
