namespace SageServe.Planning;

/// <summary>What a replica can do at full use, by the same reckoning as the plan's: for reports that set capacity against demand.</summary>
public static class ReplicaRate
{
    /// <param name="profile">Of the model on its hardware.</param>
    /// <param name="outputPerPrompt">Output tokens that one prompt token brings.</param>
    /// <param name="promptPerRequest">Mean prompt tokens of a request.</param>
    public static double PromptTokensPerSecond(ThroughputProfile profile, double outputPerPrompt, double promptPerRequest) =>
        ReplicaThroughput.Of(profile, new TokenMix(outputPerPrompt, promptPerRequest, true), targetUse: 1).PromptTokensPerSecond;
}
