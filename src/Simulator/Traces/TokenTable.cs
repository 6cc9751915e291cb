namespace SageServe.Simulator;

/// <summary>Published token counts per workload (<c>Data/token-quantiles.json</c>, sources named there).</summary>
public sealed class TokenTable
{
    private static readonly Lazy<TokenTable> Shared = new(() => new TokenTable(EmbeddedData.Read<TokenTableDocument>("token-quantiles.json")));

    private TokenTable(TokenTableDocument document) => Document = document;

    /// <summary>Probabilities and quantiles as published.</summary>
    public TokenTableDocument Document { get; }

    public static TokenTable Published => Shared.Value;

    public TokenTableWorkload Workload(string name) => Document.Workloads.Single(w => w.Workload == name);
}
