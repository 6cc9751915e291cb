namespace SageServe.Scaler.Tests;

/// <summary>Whom controllers take first, as Kubernetes' sources have it (ActivePodsWithRanks; condemned replicas from the highest number down).</summary>
internal static class TinyController
{
    public static IEnumerable<ClusterPod> Ranked(WorkloadTarget target, IEnumerable<ClusterPod> live) => target.GoesByOrdinal
        ? live.OrderByDescending(p => p.Ordinal)
        : live.OrderBy(p => string.IsNullOrEmpty(p.Source.Spec.NodeName) ? 0 : 1)
            .ThenBy(p => p.Source.Status.Phase switch { "Pending" => 0, "Unknown" => 1, _ => 2 })
            .ThenBy(p => p.Source.IsReady ? 1 : 0)
            .ThenBy(p => p.Source.Metadata.Annotations?.TryGetValue("controller.kubernetes.io/pod-deletion-cost", out var cost) == true && int.TryParse(cost, out var number) ? number : 0)
            .ThenByDescending(p => p.Source.Metadata.CreationTimestamp)
            .ThenBy(p => p.Name, StringComparer.Ordinal);
}
