namespace SageServe.VllmEmulator;

/// <summary>Replicas of one pool that serve from the start.</summary>
internal sealed class InitialReplicas
{
    public PoolOptions Pool { get; set; } = new();

    public int Count { get; set; }
}
