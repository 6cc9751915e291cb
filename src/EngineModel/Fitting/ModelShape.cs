namespace SageServe.EngineModel;

/// <summary>What of a dense model's architecture decides its step times.</summary>
/// <param name="Parameters">All weights.</param>
/// <param name="ActiveParameters">Those that a token is multiplied with: without the input embedding, which is looked up.</param>
/// <param name="Layers">Transformer blocks.</param>
/// <param name="Hidden">Width of the residual stream.</param>
/// <param name="KvBytesPerToken">Keys and values of one token, all layers, after grouping of query heads.</param>
public sealed record ModelShape(double Parameters, double ActiveParameters, int Layers, int Hidden, double KvBytesPerToken)
{
    /// <summary>Bytes of a weight; 2 for fp16 and bf16.</summary>
    public double BytesPerParameter { get; init; } = 2;
}
