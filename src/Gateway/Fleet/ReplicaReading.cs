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

    /// <summary>Prompt and output tokens that it has computed since it started; null when the engine does not say.</summary>
    public double? TokensDone { get; init; }

    /// <summary>Adapters that can be loaded at once; 0 when the engine does not say.</summary>
    public int AdapterSlots { get; init; }

    /// <summary>True when the engine has done something since that reading. Its queue may grow without it: what waits says nothing.</summary>
    public bool HasMovedSince(ReplicaReading before) =>
        Running != before.Running || KvUsage != before.KvUsage || (TokensDone is { } done && before.TokensDone is { } then && done != then);
}
