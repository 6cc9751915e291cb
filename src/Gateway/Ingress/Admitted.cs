namespace SageServe.Gateway;

/// <summary>A request that passed the ingress. Disposing gives its body back.</summary>
/// <param name="Request">What decisions may know.</param>
/// <param name="Body">What goes to the engine, edited where it had to be.</param>
/// <param name="PublicId">Shown to the client as <c>x-request-id</c>.</param>
/// <param name="Caller">Who sent it.</param>
/// <param name="DropsUsageChunk">Usage was asked for on the client's behalf.</param>
/// <param name="ServiceTier">What the answer shall say of the tier; null where the request asked for none.</param>
internal sealed record Admitted(InferenceRequest Request, PooledBody Body, string PublicId, Caller Caller, bool DropsUsageChunk, string? ServiceTier = null) : IDisposable
{
    /// <summary>The model's name as the client wrote it.</summary>
    public required string AskedModel { get; init; }

    /// <summary>Of the body; null for JSON.</summary>
    public string? ContentType { get; init; }

    /// <summary>The longest answer that it asked for; null for none.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Answers to one prompt.</summary>
    public int Choices { get; init; } = 1;

    public void Dispose() => Body.Dispose();
}
