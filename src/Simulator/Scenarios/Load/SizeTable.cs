namespace SageServe.Simulator;

/// <summary>Prompt and output tokens of requests, drawn by inverting quantiles; no allocation per draw.</summary>
internal sealed class SizeTable : ISizes
{
    private readonly double[] _promptAt;
    private readonly double[] _prompt;
    private readonly double[] _outputAt;
    private readonly double[][] _output;
    private readonly bool _geometric;

    /// <param name="promptAt">Probabilities, ascending.</param>
    /// <param name="prompt">Prompt tokens at them.</param>
    /// <param name="outputAt">Probabilities, ascending.</param>
    /// <param name="output">Output tokens at them: one row, or one per equal share of prompts in ascending order.</param>
    /// <param name="geometric">Interpolates logarithms, as heavy tails need it.</param>
    public SizeTable(double[] promptAt, double[] prompt, double[] outputAt, double[][] output, bool geometric)
    {
        _geometric = geometric;
        _promptAt = promptAt;
        _outputAt = outputAt;
        _prompt = geometric ? [.. prompt.Select(v => Math.Log(v))] : prompt;
        _output = geometric ? [.. output.Select(o => (double[])[.. o.Select(v => Math.Log(v))])] : output;
        (MeanPrompt, MeanOutput) = Means();
    }

    public double MeanPrompt { get; }

    public double MeanOutput { get; }

    public static SizeTable Published(string workload)
    {
        var document = TokenTable.Published.Document;
        var table = TokenTable.Published.Workload(workload);
        return table.OutputGivenPromptDecile is { Count: 10 } deciles
            ? new SizeTable([.. document.Probabilities], [.. table.Prompt.Tokens], [.. document.DecileProbabilities], [.. deciles.Select(d => d.Tokens.ToArray())], geometric: false)
            : new SizeTable([.. document.Probabilities], [.. table.Prompt.Tokens], [.. document.Probabilities], [[.. table.Output.Tokens]], geometric: false);
    }

    public (int Prompt, int Output) Draw(RandomStream random)
    {
        var u = random.NextDouble();
        var row = _output.Length == 1 ? _output[0] : _output[(int)(u * _output.Length)];
        return (Tokens(_promptAt, _prompt, u), Tokens(_outputAt, row, random.NextDouble()));
    }

    private int Tokens(double[] at, double[] values, double u)
    {
        var value = At(at, values, u);
        return Math.Max(1, (int)Math.Round(_geometric ? Math.Exp(value) : value));
    }

    private static double At(double[] at, double[] values, double u)
    {
        var high = 0;
        while (high < at.Length && at[high] < u)
        {
            high++;
        }

        if (high == 0)
        {
            return values[0];
        }

        if (high == at.Length)
        {
            return values[^1];
        }

        var share = (u - at[high - 1]) / (at[high] - at[high - 1]);
        return values[high - 1] + share * (values[high] - values[high - 1]);
    }

    /// <summary>Of 1,000 equal slices; the far tail beyond one in a thousand is rounded to its slice's middle.</summary>
    private (double Prompt, double Output) Means()
    {
        const int Slices = 1000;
        var (prompt, output) = (0.0, 0.0);
        for (var i = 0; i < Slices; i++)
        {
            var u = (i + 0.5) / Slices;
            prompt += Tokens(_promptAt, _prompt, u);
            foreach (var row in _output)
            {
                output += Tokens(_outputAt, row, u) / (double)_output.Length;
            }
        }

        return (prompt / Slices, output / Slices);
    }
}
