namespace SageServe.Routing;

/// <summary>What tokens cost on the replicas of one pool, in ticks of replica time.</summary>
/// <param name="TicksPerPromptToken">Of a full chunk.</param>
/// <param name="TicksPerOutputToken">A sequence's share of a decode step.</param>
/// <param name="TicksPerStep">Time between two tokens of a sequence.</param>
internal readonly record struct WorkRate(double TicksPerPromptToken, double TicksPerOutputToken, long TicksPerStep)
{
    /// <summary>For hardware that the catalog has no profile of: slow enough not to flood it.</summary>
    private static readonly WorkRate Unknown = new(0.2e-3 * TimeSpan.TicksPerSecond, 2e-3 * TimeSpan.TicksPerSecond, TimeSpan.TicksPerMillisecond * 32);

    public static WorkRate Of(ThroughputProfile? profile) => profile is null
        ? Unknown
        : new WorkRate(
            profile.SecondsPerPromptToken * TimeSpan.TicksPerSecond,
            profile.SecondsPerOutputToken * TimeSpan.TicksPerSecond,
            (long)(profile.DecodeStepSeconds(profile.ReferenceSequences) * TimeSpan.TicksPerSecond));

    public long PrefillTicks(long promptTokens) => (long)(promptTokens * TicksPerPromptToken);

    public long WorkTicks(InferenceRequest request, int cachedTokens = 0) =>
        PrefillTicks(request.PromptTokens - cachedTokens) + (long)(Math.Max(1, request.ExpectedOutputTokens) * TicksPerOutputToken);
}
