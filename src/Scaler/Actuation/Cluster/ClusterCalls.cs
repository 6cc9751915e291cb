using System.Globalization;
using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>What is asked of the API server about one workload; each answer is told to the watch.</summary>
internal sealed class ClusterCalls(KubernetesClient client, ClusterWatch watch, WorkloadTarget target, SteadyClock clock)
{
    private static readonly ResourceKind<Pod> Pods = ResourceKinds.Pods;
    private readonly ResourceKind<Workload> _kind = ResourceKinds.Workloads(target.ApiVersion, target.Plural);

    public async Task<PodSelector> SelectorAsync(CancellationToken stop)
    {
        var scale = await ScaleAsync(stop);
        return PodSelector.Parse(scale.Status.Selector ?? "");
    }

    /// <summary>
    /// As it is now, read from the server and not from the watch. The scale is read first: what its controller notices while the rest is read makes
    /// writing over it a conflict.
    /// </summary>
    public async Task<WorkloadView> ReadAsync(PodSelector selector, CancellationToken stop)
    {
        var scale = await ScaleAsync(stop);
        var workload = await client.GetAsync(_kind, target.Namespace, target.Name, stop);
        var list = selector.Text.Length == 0 ? [] : (await client.ListAsync(Pods, target.Namespace, selector.Text, stop)).Items;
        return new WorkloadView(target, workload, scale.Spec.Replicas, scale.Metadata.ResourceVersion, [.. list.OrderBy(p => p.Metadata.Name, StringComparer.Ordinal).Select(p => new ClusterPod(p))]);
    }

    /// <summary>Sets how many it is to have, unless it has changed since it was read.</summary>
    public async Task SetAsync(WorkloadView read, int replicas, CancellationToken stop) =>
        watch.Told(target, await client.PatchScaleAsync(target.Namespace, target.ScalePath, target.Name, replicas, stop, read.Version));

    /// <param name="pod">That leaves.</param>
    /// <param name="mark">Epoch and version of the plan.</param>
    /// <param name="swapTo">The workload that gets a replica when it goes; null: none does.</param>
    /// <param name="stop">Gives up.</param>
    public Task MarkAsync(ClusterPod pod, string mark, string? swapTo, CancellationToken stop)
    {
        var changes = new Dictionary<string, string?>
        {
            [ClusterNames.Draining] = mark,
            [ClusterNames.DrainingSince] = clock.Now.ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        };
        if (swapTo is not null)
        {
            changes[ClusterNames.SwapTo] = swapTo;
        }

        return AnnotateAsync(pod, changes, stop);
    }

    /// <summary>It leaves all the same, for another workload or for none.</summary>
    public Task SwapAsync(ClusterPod pod, string? swapTo, CancellationToken stop) =>
        AnnotateAsync(pod, new Dictionary<string, string?> { [ClusterNames.SwapTo] = swapTo, [ClusterNames.SwapScale] = null }, stop);

    /// <summary>The other workload is about to have so many replicas: whoever finds it so need not add one.</summary>
    public Task SwapScaleAsync(ClusterPod pod, int replicas, CancellationToken stop) =>
        AnnotateAsync(pod, new Dictionary<string, string?> { [ClusterNames.SwapScale] = replicas.ToString(CultureInfo.InvariantCulture) }, stop);

    /// <summary>The other workload has its replica: this one leaves for nobody any more.</summary>
    public Task SwappedAsync(ClusterPod pod, CancellationToken stop) =>
        AnnotateAsync(pod, new Dictionary<string, string?> { [ClusterNames.SwapTo] = null, [ClusterNames.SwapScale] = null, [ClusterNames.SwappedTo] = pod.SwapTo }, stop);

    /// <summary>It stays. A deletion cost that is not ours is left alone.</summary>
    public Task TakeBackAsync(ClusterPod pod, CancellationToken stop)
    {
        var changes = new Dictionary<string, string?> { [ClusterNames.Draining] = null, [ClusterNames.DrainingSince] = null, [ClusterNames.ScaleTo] = null };
        foreach (var name in (string[])[ClusterNames.SwapTo, ClusterNames.SwapScale, ClusterNames.SwappedTo])
        {
            if (pod.Text(name) is not null)
            {
                changes[name] = null;
            }
        }

        if (pod.Cost == ClusterPod.LeastCost)
        {
            changes[ClusterNames.DeletionCost] = null;
        }

        return AnnotateAsync(pod, changes, stop);
    }

    /// <summary>The first to go, and how many stay; unless the pod has changed since it was read.</summary>
    public Task PrepareAsync(ClusterPod pod, int stay, CancellationToken stop)
    {
        var changes = new Dictionary<string, string?> { [ClusterNames.ScaleTo] = stay.ToString(CultureInfo.InvariantCulture) };
        if (!target.GoesByOrdinal)
        {
            changes[ClusterNames.DeletionCost] = ClusterPod.LeastCost.ToString(CultureInfo.InvariantCulture);
        }

        return AnnotateAsync(pod, changes, stop, pod.Source.Metadata.ResourceVersion);
    }

    private async Task AnnotateAsync(ClusterPod pod, Dictionary<string, string?> changes, CancellationToken stop, string? version = null) =>
        watch.Told(await client.AnnotatePodAsync(target.Namespace, pod.Name, changes, stop, version));

    private async Task<Scale> ScaleAsync(CancellationToken stop)
    {
        var scale = await client.GetScaleAsync(target.Namespace, target.ScalePath, target.Name, stop);
        watch.Told(target, scale);
        return scale;
    }
}
