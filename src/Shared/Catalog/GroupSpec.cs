namespace SageServe.Shared;

/// <summary>
/// A co-resident group: engines of several models on the same GPUs, one of them awake (vLLM's sleep mode, level 1: weights in the host's
/// memory, KV cache gone). What is paid for and takes GPUs is a unit, one engine of each member; a unit counts as one replica of its
/// hardware. The pools that name the group are its members, and their bounds speak of awake replicas.
/// </summary>
/// <param name="Name">Names it; pools bear it as their <see cref="PoolSpec.Group"/>.</param>
/// <param name="Region">Where it stands.</param>
/// <param name="Accelerator">The hardware of one unit.</param>
/// <param name="MinUnits">Units that are always there, asleep where nobody needs them.</param>
/// <param name="MaxUnits">Units that are never exceeded.</param>
/// <param name="InitialUnits">Units with which a new installation starts.</param>
public sealed record GroupSpec(string Name, RegionId Region, AcceleratorId Accelerator, int MinUnits, int MaxUnits, int InitialUnits)
{
    /// <summary>How its machines are paid for.</summary>
    public CapacityType CapacityType { get; init; }

    /// <summary>From asleep to serving, until it was measured: copying the weights back to the GPUs, and a first token. 10 s where it is not told.</summary>
    public TimeSpan? WakeTime { get; init; }

    /// <summary>From drained to asleep: copying the weights to the host's memory. 5 s where it is not told.</summary>
    public TimeSpan? SleepTime { get; init; }

    /// <summary><see cref="WakeTime"/> as it counts.</summary>
    public TimeSpan Wakes() => WakeTime ?? TimeSpan.FromSeconds(10);

    /// <summary><see cref="SleepTime"/> as it counts.</summary>
    public TimeSpan Sleeps() => SleepTime ?? TimeSpan.FromSeconds(5);
}
