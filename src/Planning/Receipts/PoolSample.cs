namespace SageServe.Planning;

/// <summary>What one tick saw of a pool and of its deployment.</summary>
/// <param name="Ready">Replicas of the pool that serve.</param>
/// <param name="Starting">Replicas of the pool that start.</param>
/// <param name="Capacity">Prompt tokens per second of all ready replicas of the deployment that serve the pool's tiers, in full use.</param>
/// <param name="Due">Prompt tokens per second that patient work needs to meet its deadlines; 0 where nobody tells.</param>
internal readonly record struct PoolSample(int Ready, int Starting, double Capacity, double Due);
