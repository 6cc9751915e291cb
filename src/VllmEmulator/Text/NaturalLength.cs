namespace SageServe.VllmEmulator;

/// <summary>
/// How long an answer is that nobody cuts short: a draw from the output lengths of Azure's chat service
/// (AzurePublicDataset 2023, CC-BY-4.0; quantiles computed from the trace).
/// </summary>
internal static class NaturalLength
{
    private static readonly double[] Probabilities = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.6, 0.7, 0.75, 0.9, 0.95, 0.99, 0.999, 1];

    private static readonly double[] Tokens = [7, 16, 41, 54, 85, 129, 177, 384, 395, 424, 451, 601, 954, 1000];

    public static int Draw(ulong seed)
    {
        var u = new RandomStream(seed).NextDouble();
        var i = 1;
        while (u > Probabilities[i])
        {
            i++;
        }

        var share = (u - Probabilities[i - 1]) / (Probabilities[i] - Probabilities[i - 1]);
        return (int)Math.Round(Tokens[i - 1] + share * (Tokens[i] - Tokens[i - 1]));
    }
}
