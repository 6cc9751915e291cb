namespace SageServe.Shared;

/// <summary>Replicas of one kind of hardware that a region can hold, all models together.</summary>
/// <param name="Accelerator">The hardware.</param>
/// <param name="Replicas">Replicas that fit.</param>
public sealed record RegionCapacity(AcceleratorId Accelerator, int Replicas);
