using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>One request of a trace; what the format does not tell is null.</summary>
/// <param name="At">From the trace's first row.</param>
/// <param name="PromptTokens">At least 1.</param>
/// <param name="OutputTokens">At least 1.</param>
public readonly record struct TraceRow(TimeSpan At, int PromptTokens, int OutputTokens)
{
    public string? Model { get; init; }

    public string? Origin { get; init; }

    public ServiceTier? Tier { get; init; }

    public bool? Streaming { get; init; }

    /// <summary>Ids of the prompt's blocks, in order; equal ids are shared prefixes. Default when unknown.</summary>
    public ImmutableArray<ulong> PrefixBlocks { get; init; }

    /// <summary>Tokens of one such block.</summary>
    public int PrefixBlockTokens { get; init; }

    /// <summary>Key of the conversation that it belongs to.</summary>
    public string? Session { get; init; }

    /// <summary>LoRA adapter that it asks for.</summary>
    public string? Adapter { get; init; }
}
