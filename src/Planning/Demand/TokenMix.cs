namespace SageServe.Planning;

/// <summary>What requests look like, from the demand seen: it decides how much a replica can do.</summary>
/// <param name="OutputPerPrompt">Output tokens that one prompt token brings.</param>
/// <param name="PromptPerRequest">Mean prompt tokens of a request; null when unknown.</param>
/// <param name="Observed">False: nothing was seen, the figures are the stated defaults.</param>
internal readonly record struct TokenMix(double OutputPerPrompt, double? PromptPerRequest, bool Observed)
{
    /// <summary>Null where no token was seen.</summary>
    public static TokenMix? Of(DemandRates sum) => sum.PromptTokens > 0
        ? new TokenMix(sum.OutputTokens / sum.PromptTokens, sum.Requests > 0 ? sum.PromptTokens / sum.Requests : null, true)
        : null;
}
