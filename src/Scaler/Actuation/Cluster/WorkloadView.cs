using System.Collections.Immutable;
using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>A workload and its pods at one time.</summary>
/// <param name="Target">Which.</param>
/// <param name="Workload">As the API has it.</param>
/// <param name="Wanted">Replicas that it is to have.</param>
/// <param name="Version">Resource version of what said so; null where it came from a watch.</param>
/// <param name="Pods">Those that are its replicas, sorted by name; those that go included.</param>
internal sealed record WorkloadView(WorkloadTarget Target, Workload Workload, int Wanted, string? Version, ImmutableArray<ClusterPod> Pods)
{
    /// <summary>Pods that the controller counts.</summary>
    public ImmutableArray<ClusterPod> Live { get; } = [.. Pods.Where(p => !p.IsGoing)];

    /// <summary>Wanted and not made yet.</summary>
    public int Missing => Math.Max(0, Wanted - Live.Length);

    public IEnumerable<ClusterPod> Marked => Live.Where(p => p.IsMarked);
}
