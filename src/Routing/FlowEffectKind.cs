using System.Text.Json.Serialization;

namespace SageServe.Routing;

/// <summary>What a <see cref="ModelFlow"/> can ask its shell to do. Reject, Evict and Finish are final: a request gets exactly one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FlowEffectKind>))]
public enum FlowEffectKind
{
    /// <summary>Send it to this replica; answer with AttemptEnded.</summary>
    Forward,

    /// <summary>Send it to the peer gateway of this region; answer with AttemptEnded.</summary>
    Relay,

    /// <summary>Keep the client waiting, at most until <see cref="FlowEffect.Until"/>.</summary>
    Hold,

    /// <summary>Final: refuse with this status and Retry-After.</summary>
    Reject,

    /// <summary>Final for this flow: give it back to the deferred queue, stopping it if it runs.</summary>
    Evict,

    /// <summary>Final: it ended with this outcome; what the client got, it got already.</summary>
    Finish,

    /// <summary>Send a TimeReached at this moment. The latest WakeAt replaces earlier ones.</summary>
    WakeAt,
}
