namespace SageServe.Routing;

/// <summary>What tokens cost on the replicas of one pool, in ticks of replica time.</summary>
internal readonly record struct WorkRate(double TicksPerPromptToken, double TicksPerOutputToken)
{
    /// <summary>For hardware that the catalog has no profile of: slow enough not to flood it.</summary>
    private static readonly WorkRate Unknown = new(0.2e-3 * TimeSpan.TicksPerSecond, 2e-3 * TimeSpan.TicksPerSecond);

    public static WorkRate Of(ThroughputProfile? profile) => profile is null
        ? Unknown
        : new WorkRate(profile.SecondsPerPromptToken * TimeSpan.TicksPerSecond, profile.SecondsPerOutputToken * TimeSpan.TicksPerSecond);

    public long PrefillTicks(long promptTokens) => (long)(promptTokens * TicksPerPromptToken);

    public long WorkTicks(InferenceRequest request, int cachedTokens = 0) =>
        PrefillTicks(request.PromptTokens - cachedTokens) + (long)(Math.Max(1, request.ExpectedOutputTokens) * TicksPerOutputToken);
}
