namespace SageServe.Planning;

/// <summary>
/// Engines of several models that sit on the same GPUs, one of them awake: a unit of the group carries one replica of one member at
/// a time. The unit is what is paid for and what takes GPUs; the members' targets are what is awake.
/// </summary>
/// <param name="Name">Names it; the pools of its members bear it.</param>
/// <param name="Region">Where it stands.</param>
/// <param name="Accelerator">Its hardware.</param>
/// <param name="CapacityType">How it is paid for.</param>
/// <param name="Current">Units that stand.</param>
/// <param name="Min">Fewest units.</param>
/// <param name="Max">Most units.</param>
/// <param name="RunUsd">One unit for the whole interval.</param>
/// <param name="StartUsd">Starting one: loading all engines of it.</param>
internal sealed record AllocationGroup(
    string Name, RegionId Region, AcceleratorId Accelerator, CapacityType CapacityType, int Current, int Min, int Max, double RunUsd, double StartUsd)
{
    /// <summary>GPUs of one unit.</summary>
    public int Gpus { get; init; } = 1;

    /// <summary>Awake replicas of members that stand in no pool of this problem (a part of a larger one).</summary>
    public int AwakeElsewhere { get; init; }
}
