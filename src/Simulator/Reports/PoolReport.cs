namespace SageServe.Simulator;

/// <summary>What one pool cost: GPU-hours from allocation to release, cold starts included.</summary>
public sealed record PoolReport(string Pool, double GpuHours, int Started, int PeakReplicas);
