namespace SageServe.EngineModel;

/// <summary>What <c>/metrics</c> of a vLLM V1 engine tells, as numbers.</summary>
public sealed record EngineReadout
{
    public required int Running { get; init; }

    public required int Waiting { get; init; }

    public required long KvUsedTokens { get; init; }

    public required long KvCapacityTokens { get; init; }

    public required long PrefixQueriesTokens { get; init; }

    public required long PrefixHitsTokens { get; init; }

    public required long Preemptions { get; init; }

    public required long PromptTokens { get; init; }

    public required long GenerationTokens { get; init; }

    public required long Steps { get; init; }

    public Utilization KvUsage => Utilization.Clip((double)KvUsedTokens / KvCapacityTokens);
}
