namespace SageServe.Gateway;

/// <summary>What a line may cost, before anything is known of its answer.</summary>
internal sealed class BatchEstimate(LiveConfiguration live, OutputEstimates estimates, PromptEstimates prompts)
{
    private const string Embeddings = "/v1/embeddings";

    public int OutputTokens(BatchLine line, string endpoint) =>
        endpoint == Embeddings ? 1 : estimates.Of(line.Model, ServiceTier.NonInteractive, line.Parsed);

    public int PromptTokens(BatchLine line) => prompts.Of(line.Model, line.Parsed);

    /// <summary>Replica seconds on the first hardware that the catalog has a profile for.</summary>
    public double WorkSeconds(BatchLine line, string endpoint) =>
        WorkSeconds(line.Model, PromptTokens(line), OutputTokens(line, endpoint));

    public double WorkSeconds(ModelId model, int promptTokens, int outputTokens)
    {
        foreach (var profile in live.Current.Catalog.Document.Profiles)
        {
            if (profile.Model == model)
            {
                return profile.WorkSeconds(promptTokens, outputTokens);
            }
        }

        return 0;
    }
}
