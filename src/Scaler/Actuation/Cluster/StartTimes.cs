using System.Collections.Immutable;
using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>Measures what starts take: pods that were seen before they were ready, and became so without a restart of a container.</summary>
internal sealed class StartTimes(TimeSpan warmWithin)
{
    private const int Kept = 20;

    private readonly Dictionary<string, string> _causes = new(StringComparer.Ordinal);
    private readonly Queue<StartTime> _last = new();

    public ImmutableArray<StartTime> Last => [.. _last];

    /// <summary>Those that have become ready since the last look.</summary>
    /// <param name="live">Pods that the controller counts.</param>
    /// <param name="isSwap">A pod of another workload makes room here, and still has its GPUs.</param>
    public ImmutableArray<StartTime> See(ImmutableArray<ClusterPod> live, bool isSwap = false)
    {
        var done = live.Where(p => p.IsReady && _causes.ContainsKey(Key(p))).Select(Of).OfType<StartTime>().ToImmutableArray();
        foreach (var gone in _causes.Keys.Where(k => !live.Any(p => Key(p) == k && !p.IsReady)).ToArray())
        {
            _causes.Remove(gone);
        }

        // One that was ready before is not starting, but unwell.
        foreach (var pod in live.Where(p => !p.IsReady && !HasRestarted(p) && !WasReady(p)))
        {
            _causes[Key(pod)] = Cause(pod, _causes.GetValueOrDefault(Key(pod)) ?? "new", isSwap);
        }

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

    /// <summary>Who has a machine at once waits for nobody, whatever it was started for.</summary>
    private static string Cause(ClusterPod pod, string before, bool isSwap) =>
        pod.IsPromised ? "reclaimed" : before == "new" && isSwap && pod.Class == PodClass.Unassigned ? "swap" : before;

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
            _causes[Key(pod)],
            image,
            weights);
    }

    // Not ready after a change that came later than its containers' start: it served before, and was seen late.
    private static bool WasReady(ClusterPod pod) =>
        pod.Class == PodClass.NotReady && pod.NotReadySince is { } since && pod.Source.Status.ContainerStatuses?.Select(c => c.State?.Running?.StartedAt).Max() is { } runs && since > Instant.From(runs);

    private static bool HasRestarted(ClusterPod pod) => pod.Source.Status.ContainerStatuses?.Any(c => c.RestartCount > 0) ?? false;

    private static string Key(ClusterPod pod) => $"{pod.Name}/{pod.Source.Metadata.Uid}";
}
