using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>How a request ended, seen from the client: who failed, and in which stage. Closed; values are public names.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RequestOutcome>))]
public enum RequestOutcome
{
    Completed,

    /// <summary>The client went away first.</summary>
    ClientLeft,

    /// <summary>The request itself was wrong (4xx of ours or the engine's).</summary>
    Invalid,

    /// <summary>The tenant's own limit.</summary>
    QuotaExceeded,

    /// <summary>No room within the tier's hold limit.</summary>
    CapacityRefused,

    /// <summary>No replica of the model exists or is ready.</summary>
    NoReplica,

    /// <summary>Every allowed attempt failed before a byte reached the client.</summary>
    UpstreamFailed,

    /// <summary>The upstream broke after the first byte.</summary>
    StreamBroken,

    TimedOut,

    /// <summary>Taken back for more urgent work; patient work goes back to its queue.</summary>
    Evicted,

    /// <summary>The gateway is shutting down.</summary>
    ShuttingDown,
}
