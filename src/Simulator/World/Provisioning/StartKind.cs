using System.Text.Json.Serialization;

namespace SageServe.Simulator;

/// <summary>How a replica came to serve; the time that it takes is in <see cref="StartTimes"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StartKind>))]
public enum StartKind
{
    /// <summary>Serves from the beginning of the run.</summary>
    [JsonStringEnumMemberName("initial")]
    Initial,

    /// <summary>The profile's cold start, when machines are not simulated.</summary>
    [JsonStringEnumMemberName("cold-start")]
    ColdStart,

    /// <summary>A donated machine that still runs this model.</summary>
    [JsonStringEnumMemberName("reclaim")]
    Reclaim,

    /// <summary>An engine of this model wakes, its weights in the host's memory.</summary>
    [JsonStringEnumMemberName("wake-from-ram")]
    WakeFromRam,

    /// <summary>A process of this model that stood by.</summary>
    [JsonStringEnumMemberName("standby")]
    Standby,

    /// <summary>An engine of this model wakes and loads its weights again.</summary>
    [JsonStringEnumMemberName("wake-from-disk")]
    WakeFromDisk,

    /// <summary>A machine that has the image and this model's weights on its disk.</summary>
    [JsonStringEnumMemberName("local-weights")]
    LocalWeights,

    /// <summary>A machine that ran another model; weights from the region's store.</summary>
    [JsonStringEnumMemberName("redeploy")]
    Redeploy,

    /// <summary>A new machine: image, and weights from the region's store.</summary>
    [JsonStringEnumMemberName("new-machine")]
    NewMachine,

    /// <summary>The region does not have the weights; they come from another one.</summary>
    [JsonStringEnumMemberName("remote-weights")]
    RemoteWeights,
}
