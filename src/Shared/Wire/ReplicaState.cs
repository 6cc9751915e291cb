using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>Life of an emulated replica as its control API tells it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReplicaState>))]
public enum ReplicaState
{
    Starting,
    Ready,
    Draining,
    Sleeping,

    /// <summary>Ended as asked.</summary>
    Stopped,

    /// <summary>Killed or crashed.</summary>
    Failed,
}
