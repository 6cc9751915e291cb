namespace SageServe.EngineModel;

/// <summary>
/// A replica's step times in a few numbers, seconds each. A step that prefills n tokens takes
/// max(DecodeBase, PrefillBase + PrefillPerToken x n): it reads every weight at least once. A step that decodes n sequences
/// takes DecodeBase + DecodePerSequence x n + PerContextToken for each KV token that it reads.
/// </summary>
/// <param name="PrefillBase">Fixed part of a prefill step.</param>
/// <param name="PrefillPerToken">Each prompt token.</param>
/// <param name="DecodeBase">Fixed part of a decode step: reading the weights, launching the kernels.</param>
/// <param name="DecodePerSequence">Each decoding sequence.</param>
/// <param name="PerContextToken">Each KV token read.</param>
/// <param name="Overhead">Outside the engine's steps, once a request: HTTP, tokenizing, the client. Not part of a profile.</param>
public sealed record StepCoefficients(
    double PrefillBase, double PrefillPerToken, double DecodeBase, double DecodePerSequence, double PerContextToken, double Overhead)
{
    /// <summary>The limits' profile with these step times; everything else stays.</summary>
    public ThroughputProfile ApplyTo(ThroughputProfile limits) => limits with
    {
        Prefill = PrefillPoints(limits.MaxBatchedTokens),
        Decode = [new StepPoint(1, DecodeBase + DecodePerSequence), new StepPoint(256, DecodeBase + 256 * DecodePerSequence)],
        DecodeSecondsPerContextToken = PerContextToken,
    };

    /// <summary>The line, and the knee where it leaves the floor.</summary>
    private System.Collections.Immutable.ImmutableArray<StepPoint> PrefillPoints(int budget)
    {
        double At(double tokens) => PrefillBase + PrefillPerToken * tokens;
        var floor = DecodeBase + DecodePerSequence;
        var knee = Math.Ceiling((floor - PrefillBase) / PrefillPerToken);
        var end = Math.Max(2048, budget);
        return knee > 1 && knee < end
            ? [new StepPoint(1, floor), new StepPoint(knee, At(knee)), new StepPoint(end, At(end))]
            : [new StepPoint(1, At(1)), new StepPoint(end, At(end))];
    }
}
