using System.Text.Json.Serialization;

namespace SageServe.Shared;

[JsonConverter(typeof(JsonStringEnumConverter<InstancePhase>))]
public enum InstancePhase
{
    /// <summary>Allocated, paid for, not serving yet.</summary>
    Starting,
    Ready,

    /// <summary>Finishes what it has, takes nothing new.</summary>
    Draining,
    Sleeping,

    /// <summary>Its GPUs do other work until reclaimed.</summary>
    Donated,

    /// <summary>Gone without having been asked to.</summary>
    Lost,
}
