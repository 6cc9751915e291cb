namespace SageServe.Shared;

/// <summary>What happened to one request, in facts; metrics, logs, demand and reports are made from it.</summary>
public sealed record RequestObservation
{
    public required RequestId Id { get; init; }

    public required ModelId Model { get; init; }

    public required ServiceTier Tier { get; init; }

    public required TenantId Tenant { get; init; }

    public required RegionId Origin { get; init; }

    /// <summary>Where it was served; none when it was not.</summary>
    public RegionId ServedIn { get; init; }

    public InstanceId Instance { get; init; }

    public required Instant Arrived { get; init; }

    public Instant? FirstTokenAt { get; init; }

    public required Instant EndedAt { get; init; }

    /// <summary>Time spent held at the gateway.</summary>
    public TimeSpan Held { get; init; }

    public required int PromptTokens { get; init; }

    public required int OutputTokens { get; init; }

    public int Attempts { get; init; }

    public bool Streaming { get; init; }

    public required RequestOutcome Outcome { get; init; }

    public TimeSpan? Ttft => FirstTokenAt - Arrived;

    public TimeSpan Total => EndedAt - Arrived;

    /// <summary>Mean time between tokens after the first; null with fewer than two tokens.</summary>
    public TimeSpan? Tbt => FirstTokenAt is { } first && OutputTokens > 1 ? (EndedAt - first) / (OutputTokens - 1) : null;
}
