using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>One client request as a trace tells it.</summary>
/// <param name="At">Request time.</param>
/// <param name="Model">Asked for.</param>
/// <param name="Origin">The region where it enters.</param>
/// <param name="Tier">Patient work enters the deferred queue of its region.</param>
/// <param name="PromptTokens">At least 1.</param>
/// <param name="OutputTokens">Tokens that it will generate, at least 1.</param>
/// <param name="Streaming">Streams are judged by their first token, other calls by their end.</param>
public readonly record struct SimulatedArrival(
    Instant At, ModelId Model, RegionId Origin, ServiceTier Tier, int PromptTokens, int OutputTokens, bool Streaming)
{
    /// <summary>Chained hashes of the prompt's full engine blocks; default when the trace tells none.</summary>
    public ImmutableArray<ulong> PrefixBlocks { get; init; }

    /// <summary>Key of the conversation that it belongs to; null when the trace tells none.</summary>
    public string? Session { get; init; }

    /// <summary>Whose request it is; null is one tenant for all.</summary>
    public TenantId? Tenant { get; init; }

    /// <summary>The batch that it is a line of; null is all other patient work of its tenant.</summary>
    public string? Batch { get; init; }

    /// <summary>How long patient work may take; null is what the catalog says of its tier.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>LoRA adapter that it asks for; engines load it in no time here.</summary>
    public string? Adapter { get; init; }
}
