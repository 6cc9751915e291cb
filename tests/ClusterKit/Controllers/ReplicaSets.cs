using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>Keeps as many pods as each ReplicaSet asks for.</summary>
internal sealed class ReplicaSets : IController
{
    public void Reconcile(ObjectStore store)
    {
        foreach (var set in store.List(ResourceTypes.ReplicaSets).Where(s => !s.IsTerminating()))
        {
            var all = Owned.Of(store, ResourceTypes.Pods, set);
            var active = all.Where(PodFacts.IsActive).ToArray();
            var missing = (set.Number("spec.replicas") ?? 1) - active.Length;
            for (var i = 0; i < missing; i++)
            {
                var pod = store.Create(ResourceTypes.Pods, Owned.Pod(set, $"{set.Name()}-{ObjectNames.Suffix(5)}", set.At("spec.template")!.AsObject()));
                Owned.Event(store, set, "SuccessfulCreate", $"Created pod: {pod.Name()}", "replicaset-controller");
            }

            foreach (var pod in Surplus(store, set, active, -missing))
            {
                Owned.Event(store, set, "SuccessfulDelete", $"Deleted pod: {pod.Name()}", "replicaset-controller");
                PodDeletion.Ask(store, ObjectKey.Of(ResourceTypes.Pods, pod));
            }

            WriteStatus(store, set, active, all.Count(p => p.IsTerminating()));
        }
    }

    private static IEnumerable<JsonObject> Surplus(ObjectStore store, JsonObject set, JsonObject[] active, int surplus)
    {
        if (surplus <= 0)
        {
            return [];
        }

        // All ReplicaSets of one Deployment are neighbours on a node.
        var owner = set.Objects("metadata.ownerReferences").FirstOrDefault()?.Text("uid");
        var related = store.List(ResourceTypes.ReplicaSets, set.Namespace())
            .Where(s => owner is not null && s.Objects("metadata.ownerReferences").Any(o => o.Text("uid") == owner))
            .Append(set).DistinctBy(s => s.Name())
            .SelectMany(s => Owned.Of(store, ResourceTypes.Pods, s)).Where(PodFacts.IsActive);
        var onNode = related.GroupBy(p => p.Text("spec.nodeName") ?? "").ToDictionary(g => g.Key, g => g.Count());
        return active.Order(new DeletionOrder(onNode, store.Now, store.Misbehaviour)).Take(surplus);
    }

    private static void WriteStatus(ObjectStore store, JsonObject set, JsonObject[] active, int terminating) =>
        store.Update(ObjectKey.Of(ResourceTypes.ReplicaSets, set), o =>
        {
            var ready = active.Count(p => p.IsReady());
            var status = new JsonObject { ["replicas"] = active.Length, ["observedGeneration"] = o.Number("metadata.generation") };
            WorkloadStatus.Count(status, "fullyLabeledReplicas", active.Length);
            WorkloadStatus.Count(status, "readyReplicas", ready);
            WorkloadStatus.Count(status, "availableReplicas", ready);
            WorkloadStatus.Count(status, "terminatingReplicas", terminating);
            o["status"] = status;
        });
}
