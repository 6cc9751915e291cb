using System.Text.Json.Serialization;

namespace SageServe.Simulator;

/// <summary>What becomes of a machine when its replica is scaled in.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StoppedMachine>))]
public enum StoppedMachine
{
    /// <summary>Back to the cloud; not paid for any more.</summary>
    [JsonStringEnumMemberName("release")]
    Release,

    /// <summary>Other work gets it until it is reclaimed (the paper's): not paid for, counted as donated.</summary>
    [JsonStringEnumMemberName("donate")]
    Donate,

    /// <summary>The engine sleeps with its weights in the host's memory (vLLM's level 1); paid for.</summary>
    [JsonStringEnumMemberName("sleep-in-ram")]
    SleepInRam,

    /// <summary>The engine sleeps without weights (vLLM's level 2); paid for.</summary>
    [JsonStringEnumMemberName("sleep-on-disk")]
    SleepOnDisk,

    /// <summary>A started process stands by without its weights on the GPU; paid for.</summary>
    [JsonStringEnumMemberName("standby")]
    Standby,
}
