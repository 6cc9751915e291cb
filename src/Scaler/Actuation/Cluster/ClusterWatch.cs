using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>
/// Watches the pods of a namespace and the kinds of its workloads. What this process wrote or read by itself counts until the watch has caught
/// up with it, so that a move is never decided twice because a watch is late.
/// </summary>
internal sealed class ClusterWatch
{
    // A watch that started anew may have skipped the very version.
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private readonly ResourceWatch<Pod> _pods;
    private readonly Dictionary<(string Api, string Plural), ResourceWatch<Workload>> _workloads;
    private readonly ConcurrentDictionary<string, (Pod Pod, Instant Until)> _toldPods = new();
    private readonly ConcurrentDictionary<string, (string? Version, int Wanted, Instant Until)> _toldScales = new();
    private readonly SteadyClock _clock;

    public ClusterWatch(KubernetesClient client, string @namespace, IEnumerable<WorkloadTarget> targets, TimeSpan limit, SteadyClock clock, Action<Exception> troubled)
    {
        _clock = clock;
        var grace = TimeSpan.FromSeconds(5);
        _pods = new ResourceWatch<Pod>(client, ResourceKinds.Pods, @namespace, null, clock.Time) { ServerLimit = limit, Grace = grace };
        _workloads = targets.Select(t => (t.ApiVersion, t.Plural)).Distinct().ToDictionary(
            k => k,
            k => new ResourceWatch<Workload>(client, ResourceKinds.Workloads(k.ApiVersion, k.Plural), @namespace, null, clock.Time) { ServerLimit = limit, Grace = grace });
        _pods.Troubled += troubled;
        foreach (var watch in _workloads.Values)
        {
            watch.Troubled += troubled;
        }
    }

    /// <summary>Of the oldest watch; null before all have listed.</summary>
    public TimeSpan? Age => _workloads.Values.Select(w => w.Age).Append(_pods.Age).Aggregate((TimeSpan?)TimeSpan.Zero, (oldest, age) => age is null || oldest is null ? null : age > oldest ? age : oldest);

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(_workloads.Values.Select(w => w.RunAsync(stop)).Append(_pods.RunAsync(stop)));

    /// <summary>As the server answered just now.</summary>
    public void Told(Pod pod) => _toldPods[pod.Metadata.Name] = (pod, _clock.Now + Kept);

    /// <summary>As the server answered just now.</summary>
    public void Told(WorkloadTarget target, Scale scale) => _toldScales[Key(target)] = (scale.Metadata.ResourceVersion, scale.Spec.Replicas, _clock.Now + Kept);

    /// <summary>Null while there is no such workload.</summary>
    public Workload? Workload(WorkloadTarget target) => _workloads[(target.ApiVersion, target.Plural)].Current.GetValueOrDefault(target.Name);

    public ImmutableArray<ClusterPod> Pods(PodSelector selector) =>
        [.. _pods.Current.Values.Select(Newest).Where(p => selector.Selects(p.Metadata.Labels)).Select(p => new ClusterPod(p))];

    /// <summary>Replicas that a workload is to have, by the newest word; null where nobody has told.</summary>
    public int? Wanted(WorkloadTarget target, Workload workload)
    {
        if (!_toldScales.TryGetValue(Key(target), out var told))
        {
            return workload.Spec.Replicas;
        }

        if (workload.Spec.Replicas is not null && (told.Until < _clock.Now || IsAtLeast(workload.Metadata.ResourceVersion, told.Version)))
        {
            _toldScales.TryRemove(Key(target), out _);
            return workload.Spec.Replicas;
        }

        return told.Wanted;
    }

    private Pod Newest(Pod watched)
    {
        if (!_toldPods.TryGetValue(watched.Metadata.Name, out var told))
        {
            return watched;
        }

        if (told.Until >= _clock.Now && told.Pod.Metadata.Uid == watched.Metadata.Uid && !IsAtLeast(watched.Metadata.ResourceVersion, told.Pod.Metadata.ResourceVersion))
        {
            return told.Pod;
        }

        _toldPods.TryRemove(watched.Metadata.Name, out _);
        return watched;
    }

    // Versions are numbers on every server that there is; where one is not, only the same one counts.
    private static bool IsAtLeast(string? version, string? told) =>
        ulong.TryParse(version, CultureInfo.InvariantCulture, out var a) && ulong.TryParse(told, CultureInfo.InvariantCulture, out var b) ? a >= b : version == told;

    private static string Key(WorkloadTarget target) => $"{target.Plural}/{target.Name}";
}
