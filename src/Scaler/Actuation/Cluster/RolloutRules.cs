using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>Whether a workload changes its pods for others: nobody could say then who goes, so nothing is taken away.</summary>
internal static class RolloutRules
{
    /// <summary>Why scale-in is frozen; null where it is not.</summary>
    public static string? FrozenBecause(WorkloadView view)
    {
        var status = view.Workload.Status;
        if (view.Workload.IsUnobserved)
        {
            return "its controller has yet to see its last change";
        }

        return view.Target.Kind switch
        {
            "StatefulSet" => status.UpdateRevision is { Length: > 0 } to && status.CurrentRevision is { Length: > 0 } from && from != to
                ? $"a rollout from {from} to {to} is in progress" : null,
            "LeaderWorkerSet" => status.Conditions?.Any(c => c is { Type: "UpdateInProgress", Status: "True" }) == true ? "a rollout is in progress" : null,
            _ => OfReplicaSets(view, status),
        };
    }

    // A zero is left out by the server; kinds that do not count updated pods are judged by the pods' owners alone.
    private static string? OfReplicaSets(WorkloadView view, WorkloadStatus status)
    {
        var owners = view.Live.Select(p => p.Owner).OfType<string>().Distinct().Count();
        if (owners > 1)
        {
            return $"a rollout is in progress: its pods are of {owners} revisions";
        }

        var counts = view.Target.Kind == "Deployment" || status.UpdatedReplicas is not null;
        return counts && (status.Replicas ?? 0) > (status.UpdatedReplicas ?? 0)
            ? $"a rollout is in progress: {status.UpdatedReplicas ?? 0} of {status.Replicas} pods are of the newest revision" : null;
    }
}
