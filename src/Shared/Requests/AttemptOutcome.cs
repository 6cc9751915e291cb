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

    /// <summary>The tier's time for the whole answer is over.</summary>
    TimedOut,

    ClientLeft,

    /// <summary>A definite answer that is not the replica's fault (for example 400).</summary>
    RefusedAsInvalid,

    /// <summary>The gateway took it back (eviction, shutdown).</summary>
    Cancelled,

    /// <summary>No connection within the time for one.</summary>
    ConnectTimedOut,

    /// <summary>Connected, and not one byte for the client within the tier's time for it.</summary>
    FirstTokenTimedOut,

    /// <summary>The answer had begun and then fell silent for longer than the tier allows.</summary>
    GapTimedOut,

    /// <summary>Not one byte for the client, and the replica does nothing at all: it hangs. Never said of a busy one.</summary>
    Hung,
}
