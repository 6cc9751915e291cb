using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>What an engine's metrics said at one moment.</summary>
/// <param name="At">When they were read.</param>
/// <param name="Running">Sequences in the batch.</param>
/// <param name="Waiting">Sequences in the engine's own queue.</param>
/// <param name="KvUsage">KV cache in use, 0..1.</param>
/// <param name="KvCapacityTokens">Tokens that fit; null when the engine does not say.</param>
internal sealed record ReplicaReading(Instant At, int Running, int Waiting, double KvUsage, long? KvCapacityTokens)
{
    /// <summary>LoRA adapters that run or wait.</summary>
    public ImmutableArray<string> Adapters { get; init; } = [];

    /// <summary>Adapters that can be loaded at once; 0 when the engine does not say.</summary>
    public int AdapterSlots { get; init; }
}
