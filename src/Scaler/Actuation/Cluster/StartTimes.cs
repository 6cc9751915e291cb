using System.Collections.Immutable;
using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>Measures what starts take: pods that were seen before they were ready, and became so without a restart of a container.</summary>
internal sealed class StartTimes(TimeSpan warmWithin)
{
    private const int Kept = 20;

    private readonly HashSet<string> _starting = new(StringComparer.Ordinal);
    private readonly Queue<StartTime> _last = new();

    public ImmutableArray<StartTime> Last => [.. _last];

    /// <summary>Those that have become ready since the last look.</summary>
    public ImmutableArray<StartTime> See(ImmutableArray<ClusterPod> live)
    {
        var done = live.Where(p => p.IsReady && _starting.Contains(Key(p))).Select(Of).OfType<StartTime>().ToImmutableArray();
        _starting.RemoveWhere(k => !live.Any(p => Key(p) == k && !p.IsReady));

        // One that was ready before is not starting, but unwell.
        _starting.UnionWith(live.Where(p => !p.IsReady && !HasRestarted(p) && !WasReady(p)).Select(Key));
        foreach (var time in done)
        {
            _last.Enqueue(time);
            if (_last.Count > Kept)
            {
                _last.Dequeue();
            }
        }

        return done;
    }

    private StartTime? Of(ClusterPod pod)
    {
        var source = pod.Source;
        if (pod.CreatedAt is not { } created || source.Condition("Ready")?.LastTransitionTime is not { } ready || HasRestarted(pod))
        {
            return null;
        }

        var scheduled = source.Condition("PodScheduled") is { Status: "True", LastTransitionTime: { } at } ? at : (DateTimeOffset?)null;
        var runs = source.Status.ContainerStatuses?.Select(c => c.State?.Running?.StartedAt).Max();
        var image = scheduled is null || runs is null ? "unknown" : runs - scheduled <= warmWithin ? "warm" : "cold";
        var weights = pod.Text(ClusterNames.Weights) is "local" or "remote" ? pod.Text(ClusterNames.Weights)! : "unknown";
        return new StartTime(
            pod.Name,
            Math.Max(0, (Instant.From(ready) - created).TotalSeconds),
            scheduled is { } machine ? Math.Max(0, (Instant.From(machine) - created).TotalSeconds) : null,
            image,
            weights);
    }

    // Not ready after a change that came later than its containers' start: it served before, and was seen late.
    private static bool WasReady(ClusterPod pod) =>
        pod.Class == PodClass.NotReady && pod.NotReadySince is { } since && pod.Source.Status.ContainerStatuses?.Select(c => c.State?.Running?.StartedAt).Max() is { } runs && since > Instant.From(runs);

    private static bool HasRestarted(ClusterPod pod) => pod.Source.Status.ContainerStatuses?.Any(c => c.RestartCount > 0) ?? false;

    private static string Key(ClusterPod pod) => $"{pod.Name}/{pod.Source.Metadata.Uid}";
}
