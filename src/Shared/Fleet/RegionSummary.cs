namespace SageServe.Shared;

/// <summary>What another region tells of one model: enough to decide whether to relay, nothing about single replicas.</summary>
public sealed record RegionSummary
{
    public required RegionId Region { get; init; }

    public required ModelId Model { get; init; }

    /// <summary>When the region took it; age counts from here.</summary>
    public required Instant TakenAt { get; init; }

    public required int ReadyReplicas { get; init; }

    public required Utilization KvUtilization { get; init; }

    public required Pressure Pressure { get; init; }

    /// <summary>Prompt tokens per second that its ready replicas can take.</summary>
    public required TokenRate Capacity { get; init; }

    /// <summary>The part of <see cref="Capacity"/> not in use.</summary>
    public required TokenRate Free { get; init; }

    /// <summary>Wait before a new request starts.</summary>
    public required TimeSpan ExpectedWait { get; init; }
}
