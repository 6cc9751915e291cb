using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>What happened to a request at one moment of its story.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StoryStepKind>))]
public enum StoryStepKind
{
    /// <summary>Patient work waits for its release.</summary>
    Queued,

    /// <summary>No replica had room: it waits at the gateway.</summary>
    Held,

    /// <summary>Sent to a replica.</summary>
    Forwarded,

    /// <summary>Sent to the gateway of another region.</summary>
    Relayed,

    /// <summary>An attempt that was forwarded or relayed ended.</summary>
    AttemptEnded,

    /// <summary>Given back to the deferred queue.</summary>
    GivenBack,

    /// <summary>The gateway refused it.</summary>
    Refused,

    /// <summary>Its last word from routing.</summary>
    Finished,
}
