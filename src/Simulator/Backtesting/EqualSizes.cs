namespace SageServe.Simulator;

/// <summary>All requests alike; who asks scales them to the mean that is wanted.</summary>
internal sealed class EqualSizes : ISizes
{
    private const int Tokens = 1000;

    public double MeanPrompt => Tokens;

    public double MeanOutput => Tokens;

    public (int Prompt, int Output) Draw(RandomStream random) => (Tokens, Tokens);
}
