namespace SageServe.Shared;

/// <summary>Replicas of one kind of hardware that a region can hold, all models together.</summary>
public sealed record RegionCapacity(AcceleratorId Accelerator, int Replicas);
