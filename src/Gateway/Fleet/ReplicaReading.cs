namespace SageServe.Gateway;

/// <summary>What an engine's metrics said at one moment.</summary>
/// <param name="At">When they were read.</param>
/// <param name="Running">Sequences in the batch.</param>
/// <param name="Waiting">Sequences in the engine's own queue.</param>
/// <param name="KvUsage">KV cache in use, 0..1.</param>
/// <param name="KvCapacityTokens">Tokens that fit; null when the engine does not say.</param>
internal sealed record ReplicaReading(Instant At, int Running, int Waiting, double KvUsage, long? KvCapacityTokens);
