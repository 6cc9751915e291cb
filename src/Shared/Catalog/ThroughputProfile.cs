using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>
/// What one replica of a model on one kind of hardware can do: measured step times and engine limits.
/// The engine model steps with it, routing estimates waiting time with it, planning derives capacity from it.
/// </summary>
public sealed record ThroughputProfile
{
    /// <summary>The model.</summary>
    public required ModelId Model { get; init; }

    /// <summary>The hardware of one replica.</summary>
    public required AcceleratorId Accelerator { get; init; }

    /// <summary>Duration of a step that prefills this many prompt tokens, ascending by size.</summary>
    public required ImmutableArray<StepPoint> Prefill { get; init; }

    /// <summary>Duration of a step that decodes this many sequences, ascending by size.</summary>
    public required ImmutableArray<StepPoint> Decode { get; init; }

    /// <summary>Added to a decode step for each KV token that it reads.</summary>
    public double DecodeSecondsPerContextToken { get; init; }

    /// <summary>
    /// What a step that both prefills and decodes takes on top of a prefill of as many tokens, as a share of it; 0.1 in the
    /// reference system's model (SageServe, after Splitwise).
    /// </summary>
    public double MixedStepSurcharge { get; init; }

    /// <summary>Tokens that fit into the KV cache.</summary>
    public required long KvCapacityTokens { get; init; }

    /// <summary>vLLM's <c>max_num_seqs</c>.</summary>
    public required int MaxSequences { get; init; }

    /// <summary>vLLM's <c>max_num_batched_tokens</c>: the token budget of one step.</summary>
    public required int MaxBatchedTokens { get; init; }

    /// <summary>vLLM's <c>block_size</c>: tokens of one KV block.</summary>
    public int BlockTokens { get; init; } = 16;

    /// <summary>Sequences decoding together when the replica is well used; the point at which capacity is quoted.</summary>
    public required int ReferenceSequences { get; init; }

    /// <summary>From the allocation request to Ready, image and weights near.</summary>
    public required TimeSpan ColdStart { get; init; }

    /// <summary>Where the numbers come from.</summary>
    public required string Source { get; init; }

    /// <summary>Time of a prefill with nothing else on the replica, in seconds; long prompts go in budget-sized chunks.</summary>
    public double UnloadedPrefillSeconds(int promptTokens)
    {
        var chunks = promptTokens / MaxBatchedTokens;
        var rest = promptTokens % MaxBatchedTokens;
        return chunks * StepTable.Seconds(Prefill, MaxBatchedTokens) + StepTable.Seconds(Prefill, rest);
    }

    public double DecodeStepSeconds(int sequences) => StepTable.Seconds(Decode, sequences);

    /// <summary>Replica seconds that one prompt token costs when chunks are full.</summary>
    public double SecondsPerPromptToken => StepTable.Seconds(Prefill, MaxBatchedTokens) / MaxBatchedTokens;

    /// <summary>Replica seconds that one output token costs at the reference batch.</summary>
    public double SecondsPerOutputToken => DecodeStepSeconds(ReferenceSequences) / ReferenceSequences;

    /// <summary>Replica seconds of one request: the share of the replica's time that it takes, not its latency.</summary>
    public double WorkSeconds(double promptTokens, double outputTokens) =>
        promptTokens * SecondsPerPromptToken + outputTokens * SecondsPerOutputToken;

    /// <summary>Prompt tokens per second of one replica at full use when each prompt token brings this many output tokens.</summary>
    public TokenRate PromptTokensPerSecond(double outputPerPromptToken) =>
        new(1 / (SecondsPerPromptToken + outputPerPromptToken * SecondsPerOutputToken));
}
