namespace SageServe.Cli;

/// <summary>Everything that is assumed of a cluster; docs/kubernetes-stand-in.md names the checks by their ids.</summary>
internal static class ClusterAssertions
{
    private const string Docs = "https://kubernetes.io/docs/";
    private const string Concepts = Docs + "reference/using-api/api-concepts/";
    private const string Conventions = "https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md";
    private const string Scale = Docs + "reference/kubernetes-api/workload-resources/deployment-v1/";
    private const string Leases = Docs + "concepts/architecture/leases/";
    private const string ReplicaSet = Docs + "concepts/workloads/controllers/replicaset/";
    private const string StatefulSet = Docs + "concepts/workloads/controllers/statefulset/";
    private const string Deployment = Docs + "concepts/workloads/controllers/deployment/";

    public static IReadOnlyList<ClusterAssertion> All { get; } =
    [
        .. Writes(), .. Reads(), .. Elections(), .. Removals(), .. Lives(),
    ];

    /// <summary>Those whose id has one of these words, parted by commas; all where there are none.</summary>
    public static ClusterAssertion[] Of(string words) =>
        [.. All.Where(a => words.Split(',', StringSplitOptions.TrimEntries).Any(w => a.Id.Contains(w, StringComparison.Ordinal)))];

    private static IEnumerable<ClusterAssertion> Writes() =>
    [
        new("versions-grow", "each write gives a greater resourceVersion", "which of two looks at a pod is the newer one", Concepts + "#resource-versions", WriteAssertions.VersionsGrowAsync),
        new("created-once", "a second create of one name is refused (409)", "one of several scalers makes the plan's ConfigMap", Conventions + "#http-status-codes", WriteAssertions.CreatedOnceAsync),
        new("old-update-refused", "an update with an old resourceVersion is refused (409)", "the plan's ConfigMap is not overwritten by a scaler that was cut off", Conventions + "#concurrency-control-and-consistency", WriteAssertions.OldUpdateRefusedAsync),
        new("old-patch-refused", "a merge patch with an old metadata.resourceVersion is refused (409)", "a pod is marked as draining only as it was seen", Conventions + "#concurrency-control-and-consistency", WriteAssertions.OldPatchRefusedAsync),
        new("merge-patch", "a merge patch sets and removes (null) single annotations and leaves all else", "marks of draining leave other people's annotations", Docs + "tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/", WriteAssertions.MergePatchAsync),
        new("event-count", "an Event's count is raised by an update", "repeated moves are one Event with a count", Docs + "reference/kubernetes-api/cluster-resources/event-v1/", WriteAssertions.EventCountAsync),
        new("scale", "a merge patch of scale changes spec.replicas", "every move of replicas", Scale, ScaleAssertions.ScaleAsync),
        new("scale-old-refused", "a patch of scale with an old resourceVersion is refused (409)", "a stop is not repeated when somebody else scaled meanwhile", Conventions + "#concurrency-control-and-consistency", ScaleAssertions.OldRefusedAsync),
    ];

    private static IEnumerable<ClusterAssertion> Reads() =>
    [
        new("list-pages", "limit and continue page through a list", "lists of more than 500 pods", Concepts + "#retrieving-large-results-sets-in-chunks", ListAssertions.PagesAsync),
        new("list-selectors", "label selectors filter: equal, in, exists, not equal", "which pods are a workload's", Docs + "concepts/overview/working-with-objects/labels/", ListAssertions.SelectorsAsync),
        new("watch-order", "a watch tells what happened since a version, in order", "the fleet as scaler and gateway see it", Concepts + "#efficient-detection-of-changes", WatchAssertions.OrderAsync),
        new("watch-leaves-selector", "a watch with a selector tells what stops matching as DELETED", "pods whose labels are changed leave the fleet", Concepts + "#efficient-detection-of-changes", WatchAssertions.LeavesSelectorAsync),
        new("watch-bookmarks", "a watch sends bookmarks when asked", "a quiet watch is resumed, not listed again", Concepts + "#watch-bookmarks", WatchAssertions.BookmarksAsync),
        new("watch-expired", "a watch from a forgotten version is refused (410)", "a watcher that was away lists again", Concepts + "#410-gone-responses", WatchAssertions.ExpiredAsync),
    ];

    private static IEnumerable<ClusterAssertion> Elections() =>
    [
        new("lease-once", "a second create of a Lease is refused (409)", "one of several scalers acts", Leases, LeaseAssertions.CreatedOnceAsync),
        new("lease-old-refused", "an update of a Lease with an old resourceVersion is refused (409)", "a Lease is taken over by one only", Leases, LeaseAssertions.OldRefusedAsync),
        new("lease-microtime", "a Lease's times are kept to the microsecond", "how long ago a holder renewed", Docs + "reference/kubernetes-api/cluster-resources/lease-v1/", LeaseAssertions.MicroTimeAsync),
    ];

    private static IEnumerable<ClusterAssertion> Removals() =>
    [
        new("removal-least-cost", "of ready pods the one with the least pod-deletion-cost goes", "the replica that drained is the one that goes", ReplicaSet + "#pod-deletion-cost", RemovalAssertions.LeastCostAsync),
        new("removal-unready-first", "a pod that is not ready goes before a ready one of less cost", "a stop waits while another pod would go", ReplicaSet + "#scaling-a-replicaset", RemovalAssertions.UnreadyFirstAsync),
        new("removal-unassigned-first", "a pod without a node goes before one with a node and less cost", "starts that wait for a machine are taken back first", ReplicaSet + "#scaling-a-replicaset", RemovalAssertions.UnassignedFirstAsync),
        new("removal-highest-ordinal", "of a StatefulSet the highest ordinal goes, whatever its cost", "which replica of a StatefulSet drains", StatefulSet + "#deployment-and-scaling-guarantees", RemovalAssertions.HighestOrdinalAsync),
        new("removal-last-group", "of a LeaderWorkerSet the group of the highest number goes", "which replica of a LeaderWorkerSet drains", "https://lws.sigs.k8s.io/docs/concepts/", RemovalAssertions.LastGroupAsync),
        new("ordered-ready", "a StatefulSet (OrderedReady) makes the next pod when the one before it is ready", "how long starts of a StatefulSet take", StatefulSet + "#orderedready-pod-management", RemovalAssertions.OrderedReadyAsync),
    ];

    private static IEnumerable<ClusterAssertion> Lives() =>
    [
        new("rollout-observed", "a rollout tells observedGeneration and updatedReplicas, and new pods have another pod-template-hash", "nothing is moved while a rollout runs", Deployment + "#pod-template-hash-label", RolloutAssertions.ObservedAsync),
        new("rollout-max-unavailable", "a rollout takes no more than maxUnavailable away", "capacity is kept while a rollout runs", Deployment + "#max-unavailable", RolloutAssertions.MostUnavailableAsync),
        new("unschedulable", "a pod that fits nowhere has PodScheduled=False, reason Unschedulable", "a start for which there is no machine is told and planned around", Docs + "concepts/workloads/pods/pod-lifecycle/#pod-conditions", PodAssertions.UnschedulableAsync),
        new("deletion-grace", "a deleted pod has a deletionTimestamp and stays until it ended, at most its grace", "streams end before their replica does", Docs + "concepts/workloads/pods/pod-lifecycle/#pod-termination", PodAssertions.GraceAsync),
        new("endpoints-readiness", "EndpointSlices name their pods (targetRef) and follow readiness", "the gateway's fleet from EndpointSlices", Docs + "concepts/services-networking/endpoint-slices/#conditions", PodAssertions.EndpointsAsync),
    ];
}
