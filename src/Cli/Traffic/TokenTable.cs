namespace SageServe.Cli;

/// <summary>Published token counts per workload (<c>Data/token-quantiles.json</c>, sources named there).</summary>
internal sealed class TokenTable
{
    private static readonly Lazy<TokenTable> Shared = new(() => new TokenTable(EmbeddedData.Read<TokenTableDocument>("token-quantiles.json")));

    private readonly TokenTableDocument _document;

    private TokenTable(TokenTableDocument document) => _document = document;

    public static TokenTable Published => Shared.Value;

    public TokenTableWorkload Workload(string name) => _document.Workloads.Single(w => w.Workload == name);

    /// <summary>Prompt and output tokens of one request; output depends on the prompt's decile where that is known.</summary>
    public (int Prompt, int Output) Draw(string workload, RandomStream random)
    {
        var table = Workload(workload);
        var u = random.NextDouble();
        var prompt = Quantiles.At(_document.Probabilities, table.Prompt.Tokens, u);
        var v = random.NextDouble();
        var output = table.OutputGivenPromptDecile is { Count: 10 } deciles
            ? Quantiles.At(_document.DecileProbabilities, deciles[Math.Min(9, (int)(u * 10))].Tokens, v)
            : Quantiles.At(_document.Probabilities, table.Output.Tokens, v);
        return (Math.Max(1, (int)Math.Round(prompt)), Math.Max(1, (int)Math.Round(output)));
    }
}
