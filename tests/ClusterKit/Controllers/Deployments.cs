using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>Gives each Deployment a ReplicaSet per template and moves replicas from old to new ones as its strategy says.</summary>
internal sealed class Deployments : IController
{
    private const string HashLabel = "pod-template-hash";
    private const string Revision = "deployment.kubernetes.io/revision";

    public void Reconcile(ObjectStore store)
    {
        foreach (var deployment in store.List(ResourceTypes.Deployments).Where(d => !d.IsTerminating()))
        {
            var hash = Owned.Hash(deployment.At("spec.template")!.AsObject());
            var sets = Owned.Of(store, ResourceTypes.ReplicaSets, deployment);
            if (sets.FirstOrDefault(s => Hash(s) == hash) is not { } current)
            {
                Create(store, deployment, hash, sets);
                continue;
            }

            if (deployment.Text("spec.paused") != "true")
            {
                var old = sets.Where(s => s != current).ToArray();
                if (store.Breaks(Misbehaviour.TakesAllDown) && old.FirstOrDefault(s => s.Number("spec.replicas") > 0) is { } serving)
                {
                    Owned.SetReplicas(store, ResourceTypes.ReplicaSets, serving, 0);
                }
                else if (Rollout.Step(deployment, current, old) is var (set, replicas))
                {
                    Owned.SetReplicas(store, ResourceTypes.ReplicaSets, set, replicas);
                }
            }

            WriteStatus(store, deployment, hash);
        }
    }

    private static string? Hash(JsonObject set) => (set.At("metadata.labels") as JsonObject)?[HashLabel]?.ToString();

    private static void Create(ObjectStore store, JsonObject deployment, string hash, JsonObject[] others)
    {
        var spec = new JsonObject
        {
            ["replicas"] = 0,
            ["selector"] = deployment.At("spec.selector")!.DeepClone(),
            ["template"] = deployment.At("spec.template")!.DeepClone(),
        };
        spec.Into("selector.matchLabels")[HashLabel] = hash;
        spec.Into("template.metadata.labels")[HashLabel] = hash;
        var labels = deployment.At("spec.template.metadata.labels")?.DeepClone();
        var set = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = labels, ["annotations"] = new JsonObject { [Revision] = (others.Length + 1).ToString() } }, ["spec"] = spec };
        store.Create(ResourceTypes.ReplicaSets, Owned.Put(set, deployment, $"{deployment.Name()}-{hash}", (HashLabel, hash)));
    }

    private static void WriteStatus(ObjectStore store, JsonObject deployment, string hash)
    {
        var sets = Owned.Of(store, ResourceTypes.ReplicaSets, deployment);
        var updated = sets.Where(s => Hash(s) == hash).Sum(s => s.Number("status.replicas") ?? 0);
        var (total, ready) = (sets.Sum(s => s.Number("status.replicas") ?? 0), sets.Sum(s => s.Number("status.readyReplicas") ?? 0));
        store.Update(ObjectKey.Of(ResourceTypes.Deployments, deployment), o =>
        {
            // What was not yet acted on is not yet observed.
            var wanted = o.Number("spec.replicas") ?? 1;
            var status = new JsonObject { ["observedGeneration"] = store.Breaks(Misbehaviour.NeverObserves) ? 1 : deployment.Number("metadata.generation"), ["conditions"] = o.At("status.conditions")?.DeepClone() ?? new JsonArray() };
            WorkloadStatus.Count(status, "replicas", total);
            WorkloadStatus.Count(status, "updatedReplicas", updated);
            WorkloadStatus.Count(status, "readyReplicas", ready);
            WorkloadStatus.Count(status, "availableReplicas", ready);
            WorkloadStatus.Count(status, "unavailableReplicas", Math.Max(0, Math.Max(total, wanted) - ready));
            o["status"] = status;
            var isDone = updated == wanted && total == updated && ready == wanted;
            var isAvailable = ready >= wanted - Rollout.MostUnavailable(o);
            o.SetCondition("Available", isAvailable, store.Now, isAvailable ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable", $"Deployment has {(isAvailable ? "" : "not ")}minimum availability.");
            o.SetCondition("Progressing", true, store.Now, isDone ? "NewReplicaSetAvailable" : "ReplicaSetUpdated", $"ReplicaSet \"{o.Name()}-{hash}\" {(isDone ? "has successfully progressed" : "is progressing")}.");
        });
    }
}
