namespace SageServe.Planning;

/// <param name="Id">The hardware of one replica.</param>
/// <param name="Gpus">GPUs that one replica takes.</param>
/// <param name="UsdPerGpuHour">On-demand price of one GPU for an hour.</param>
/// <param name="SpotUsdPerGpuHour">Spot price of one GPU for an hour; null: as on demand.</param>
public sealed record ProblemAccelerator(AcceleratorId Id, int Gpus, double UsdPerGpuHour, double? SpotUsdPerGpuHour = null)
{
    /// <summary>One replica for an hour.</summary>
    internal double ReplicaUsd(CapacityType type) => Gpus * (type == CapacityType.Spot ? SpotUsdPerGpuHour ?? UsdPerGpuHour : UsdPerGpuHour);
}
