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

    /// <summary>Prompt and output tokens of one request; output depends on the prompt's decile where that is known.</summary>
    public (int Prompt, int Output) Draw(string workload, RandomStream random)
    {
        var table = Workload(workload);
        var u = random.NextDouble();
        var prompt = QuantileCurve.At(Document.Probabilities, table.Prompt.Tokens, u);
        var v = random.NextDouble();
        var output = table.OutputGivenPromptDecile is { Count: 10 } deciles
            ? QuantileCurve.At(Document.DecileProbabilities, deciles[Math.Min(9, (int)(u * 10))].Tokens, v)
            : QuantileCurve.At(Document.Probabilities, table.Output.Tokens, v);
        return (Math.Max(1, (int)Math.Round(prompt)), Math.Max(1, (int)Math.Round(output)));
    }
}
