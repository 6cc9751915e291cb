namespace SageServe.Planning;

/// <summary>
/// Theta: prompt tokens per second that one replica is planned for. Not a constant (the released code's constants lie above the real
/// capacity for long prompts) but what its time allows at the observed mix of requests, times the planned use: each request takes its
/// prefill, and its share of the decode steps of as many sequences as the engine can hold together. Bound by KV memory, by the engine's
/// limit of sequences, or by the largest batch that was measured.
/// </summary>
/// <param name="PromptTokensPerSecond">Planned rate, target use applied.</param>
/// <param name="Limit">compute, kv-memory or sequences: what keeps the batch from being larger.</param>
internal readonly record struct ReplicaThroughput(double PromptTokensPerSecond, string Limit)
{
    /// <summary>Prompt tokens per second that one of the sequences held together gets through in full use; 0 where the mix is unknown.</summary>
    public double PerSequence { get; init; }

    public static ReplicaThroughput Of(ThroughputProfile profile, TokenMix mix, double targetUse)
    {
        if (mix.PromptPerRequest is not { } prompt || prompt <= 0)
        {
            return new ReplicaThroughput(profile.PromptTokensPerSecond(mix.OutputPerPrompt).Value * targetUse, "compute");
        }

        // A request holds its prompt all its life and on average half of its output.
        var held = prompt * (1 + mix.OutputPerPrompt / 2);
        var (batch, limit) = Batch(profile, profile.KvCapacityTokens / held);
        var step = profile.DecodeStepSeconds((int)batch) + profile.DecodeSecondsPerContextToken * batch * held;
        var rate = 1 / (profile.SecondsPerPromptToken + mix.OutputPerPrompt * step / batch);
        Invariant.Holds(double.IsFinite(rate) && rate > 0, "a replica's throughput is a positive number");
        return new ReplicaThroughput(rate * targetUse, limit) { PerSequence = rate / batch };
    }

    private static (double Batch, string Limit) Batch(ThroughputProfile profile, double fit)
    {
        var measured = profile.Decode[^1].Size;
        return fit <= Math.Min(profile.MaxSequences, measured) ? (Math.Max(1, fit), "kv-memory")
            : profile.MaxSequences <= measured ? (profile.MaxSequences, "sequences")
            : (measured, "compute");
    }
}
