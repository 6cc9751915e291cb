namespace SageServe.Shared;

/// <param name="Id">The model.</param>
/// <param name="WeightBytes">Bytes of weights of one replica.</param>
/// <param name="KvBytesPerToken">KV cache bytes per token of context (all layers).</param>
/// <param name="MaxContextTokens">Prompt plus output that the engine accepts.</param>
public sealed record ModelSpec(ModelId Id, long WeightBytes, long KvBytesPerToken, int MaxContextTokens);
