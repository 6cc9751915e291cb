namespace SageServe.Kubernetes;

/// <summary>What a controller tells of its pods; null where the kind does not tell it, or leaves a zero out.</summary>
public sealed record WorkloadStatus
{
    public long? ObservedGeneration { get; init; }

    /// <summary>Pods of all revisions.</summary>
    public int? Replicas { get; init; }

    /// <summary>Pods of the newest revision.</summary>
    public int? UpdatedReplicas { get; init; }

    public int? ReadyReplicas { get; init; }

    /// <summary>Of a StatefulSet: the revision of pods that are not updated yet.</summary>
    public string? CurrentRevision { get; init; }

    /// <summary>Of a StatefulSet: the newest revision.</summary>
    public string? UpdateRevision { get; init; }

    public IReadOnlyList<PodCondition>? Conditions { get; init; }
}
