namespace SageServe.Shared;

/// <param name="Id">The hardware of one replica.</param>
/// <param name="Gpus">GPUs that one replica takes.</param>
/// <param name="MemoryBytes">GPU memory of one replica, all its GPUs together.</param>
/// <param name="UsdPerGpuHour">On-demand price of one GPU for an hour.</param>
/// <param name="SpotUsdPerGpuHour">Spot price of one GPU for an hour; null when it is not known.</param>
public sealed record AcceleratorSpec(AcceleratorId Id, int Gpus, long MemoryBytes, double UsdPerGpuHour, double? SpotUsdPerGpuHour = null)
{
    public double UsdPerReplicaHour => Gpus * UsdPerGpuHour;

    /// <summary>By how it is paid for; spot without a price of its own costs as on demand.</summary>
    public double UsdPerReplicaHourOf(CapacityType type) => Gpus * (type == CapacityType.Spot ? SpotUsdPerGpuHour ?? UsdPerGpuHour : UsdPerGpuHour);
}
