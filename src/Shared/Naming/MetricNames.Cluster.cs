namespace SageServe.Shared;

/// <summary>The scaler's: its hands in a Kubernetes cluster.</summary>
public static partial class MetricNames
{
    public static readonly MetricName ClusterNotComing = new(
        "sageserve_cluster_replicas_not_coming", "Replicas that a workload is to have and for which there is no machine.", PoolLabels.Names);

    public static readonly MetricName ClusterLentGpus = new(
        "sageserve_cluster_lent_gpus", "GPUs that other work of a lower priority has, and that replicas which are started take back.", [LabelNames.Region]);

    public static readonly MetricName ClusterFrozen = new(
        "sageserve_cluster_scale_in_frozen", "1 while a rollout of the pool's workload freezes scale-in.", PoolLabels.Names);

    public static readonly MetricName ClusterWatchAge = new(
        "sageserve_cluster_watch_age_seconds", "Since the API server last said something.", [LabelNames.Region]);

    public static readonly MetricName ClusterRemovals = new(
        "sageserve_cluster_removals_total", "Replicas that scale-in took away; outcome chosen: the one that had drained, another: its controller took another one.", [LabelNames.Model, LabelNames.Region, LabelNames.Outcome]);

    public static readonly MetricName ClusterDrains = new(
        "sageserve_cluster_drains_total", "Drains that ended; outcome drained, limit: it went at the drain limit with requests, taken-back: it stays.", [LabelNames.Model, LabelNames.Region, LabelNames.Outcome]);

    public static readonly MetricName ClusterForeignScales = new(
        "sageserve_cluster_foreign_scales_total", "Changes of a workload's replicas by somebody else.", [LabelNames.Model, LabelNames.Region]);

    public static readonly MetricName ClusterApiFailures = new(
        "sageserve_cluster_api_failures_total", "Calls of the API server that failed, by status; none: no answer.", [LabelNames.Region, LabelNames.Status]);

    public static readonly MetricName ClusterStart = new(
        "sageserve_cluster_start_seconds", "From a pod's creation to ready, request time; cause new, swap or reclaimed GPUs; image warm or cold, weights local or remote, unknown where nobody tells.", [.. PoolLabels.Names, LabelNames.Cause, LabelNames.Image, LabelNames.Weights])
        { Buckets = MetricBuckets.Start };
}
