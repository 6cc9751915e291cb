namespace SageServe.Planning;

/// <summary>
/// Theta: prompt tokens per second that one replica is planned for. Not a constant (the released code's constants lie above the
/// real capacity for long prompts) but the smallest of three limits at the observed mix of requests, times the planned use:
/// compute time, KV memory held over a request's life, sequences held over a request's life.
/// </summary>
/// <param name="PromptTokensPerSecond">Planned rate, target use applied.</param>
/// <param name="Limit">compute, kv-memory or sequences: which limit binds.</param>
internal readonly record struct ReplicaThroughput(double PromptTokensPerSecond, string Limit)
{
    public static ReplicaThroughput Of(ThroughputProfile profile, TokenMix mix, double targetUse)
    {
        var rate = profile.PromptTokensPerSecond(mix.OutputPerPrompt).Value;
        var limit = "compute";
        if (mix.PromptPerRequest is { } prompt and > 0)
        {
            var output = prompt * mix.OutputPerPrompt;
            var seconds = LifeSeconds(profile, prompt, output);

            // A request holds its prompt all its life and on average half of its output.
            var byMemory = profile.KvCapacityTokens / (prompt + output / 2) / seconds * prompt;
            var bySequences = profile.MaxSequences / seconds * prompt;
            (rate, limit) = byMemory < rate ? (byMemory, "kv-memory") : (rate, limit);
            (rate, limit) = bySequences < rate ? (bySequences, "sequences") : (rate, limit);
        }

        Invariant.Holds(double.IsFinite(rate) && rate > 0, "a replica's throughput is a positive number");
        return new ReplicaThroughput(rate * targetUse, limit);
    }

    private static double LifeSeconds(ThroughputProfile profile, double prompt, double output)
    {
        var step = profile.DecodeStepSeconds(profile.ReferenceSequences)
            + profile.DecodeSecondsPerContextToken * profile.ReferenceSequences * (prompt + output / 2);
        return Math.Max(1e-6, profile.UnloadedPrefillSeconds((int)Math.Min(int.MaxValue, Math.Ceiling(prompt))) + output * step);
    }
}
