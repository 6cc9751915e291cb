namespace SageServe.Planning;

/// <summary>What the requests of a model look like, from the demand seen: it decides how much a replica can do.</summary>
/// <param name="OutputPerPrompt">Output tokens that one prompt token brings.</param>
/// <param name="PromptPerRequest">Mean prompt tokens of a request; null when unknown.</param>
/// <param name="Observed">False: nothing was seen, the figures are the stated defaults.</param>
internal readonly record struct TokenMix(double OutputPerPrompt, double? PromptPerRequest, bool Observed)
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(1);

    /// <summary>Weighted by tokens over the last day, all regions and these tiers of the model together: they share the same replicas.</summary>
    public static TokenMix Of(DemandHistory history, ModelId model, TierSet tiers, double outputPerPromptDefault)
    {
        var sum = default(DemandRates);
        foreach (var (id, series) in history.Series)
        {
            if (id.Model == model && tiers.Contains(id.Tier))
            {
                var to = series.Newest + 1;
                var (mean, present) = series.Mean(to - Window.Ticks / history.Bin.Ticks, to);
                sum += new DemandRates(mean.PromptTokens * present, mean.OutputTokens * present, mean.Requests * present);
            }
        }

        return sum.PromptTokens > 0
            ? new TokenMix(sum.OutputTokens / sum.PromptTokens, sum.Requests > 0 ? sum.PromptTokens / sum.Requests : null, true)
            : new TokenMix(outputPerPromptDefault, null, false);
    }
}
