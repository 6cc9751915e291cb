namespace SageServe.Simulator;

/// <summary>Sizes drawn from the rows of a file, prompt and output together.</summary>
internal sealed class SizeRows : ISizes
{
    /// <summary>Rows that are kept; of a longer file the first ones.</summary>
    private const int MostRows = 1_000_000;

    private readonly (int Prompt, int Output)[] _rows;

    public SizeRows(IEnumerable<TraceRow> rows)
    {
        _rows = [.. rows.Take(MostRows).Select(r => (r.PromptTokens, r.OutputTokens))];
        MeanPrompt = _rows.Average(r => r.Prompt);
        MeanOutput = _rows.Average(r => r.Output);
    }

    public double MeanPrompt { get; }

    public double MeanOutput { get; }

    public (int Prompt, int Output) Draw(RandomStream random) => _rows[random.NextInt(_rows.Length)];
}
