namespace SageServe.Hosting;

/// <summary>PromQL of patient work by its deadlines: the largest that any gateway tells of each queue, which so counts once.</summary>
public static class BacklogQueries
{
    /// <summary>Of each queue and time within which it is due.</summary>
    public static readonly string PromptTokens = $"max by ({OfQueue}, {LabelNames.Within}) ({MetricNames.BacklogDuePrompt.Name})";

    /// <summary>Of each queue and time within which it is due.</summary>
    public static readonly string WorkSeconds = $"max by ({OfQueue}, {LabelNames.Within}) ({MetricNames.BacklogDueWork.Name})";

    /// <summary>Of each queue.</summary>
    public static readonly string ReplicasDue = $"max by ({OfQueue}) ({MetricNames.BacklogReplicasDue.Name})";

    /// <summary>Queues of which somebody told within <see cref="PromQueries.WorkMemory"/> and nobody does now.</summary>
    public static readonly string Incomplete =
        $"count by ({OfQueue}) (last_over_time({MetricNames.BacklogReplicasDue.Name}[{PromQueries.WorkMemory.TotalSeconds:F0}s])) unless count by ({OfQueue}) ({MetricNames.BacklogReplicasDue.Name})";

    private static string OfQueue => $"{LabelNames.Model}, {LabelNames.Region}, {LabelNames.Store}";
}
