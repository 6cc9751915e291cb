using System.Globalization;
using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>Keeps the pods of StatefulSets by ordinal: made from the lowest, given up from the highest.</summary>
internal sealed class StatefulSets : IController
{
    private const string RevisionLabel = "controller-revision-hash";

    public void Reconcile(ObjectStore store)
    {
        foreach (var set in store.List(ResourceTypes.StatefulSets).Where(s => !s.IsTerminating()))
        {
            var revision = $"{set.Name()}-{Owned.Hash(set.At("spec.template")!.AsObject())}";
            var pods = Owned.Of(store, ResourceTypes.Pods, set).ToDictionary(Ordinal);
            if (Arrange(store, set, pods, revision))
            {
                Update(store, set, pods, revision);
            }

            WriteStatus(store, set, revision);
        }
    }

    /// <returns>Whether all pods that are to be are there and ready, and no others.</returns>
    private static bool Arrange(ObjectStore store, JsonObject set, Dictionary<int, JsonObject> pods, string revision)
    {
        var isOrdered = set.Text("spec.podManagementPolicy") != "Parallel" && !store.Breaks(Misbehaviour.StartsAllAtOnce);
        var (start, wanted) = (set.Number("spec.ordinals.start") ?? 0, set.Number("spec.replicas") ?? 1);
        if (store.Breaks(Misbehaviour.TakesLowestOrdinal) && pods.Count > 0)
        {
            start = Math.Max(start, pods.Keys.Max() + 1 - wanted);
        }

        var end = start + wanted;
        for (var ordinal = start; ordinal < end; ordinal++)
        {
            if (pods.GetValueOrDefault(ordinal) is not { } pod)
            {
                Create(store, set, ordinal, revision);
            }
            else if (pod.IsOver() && !pod.IsTerminating())
            {
                PodDeletion.Ask(store, ObjectKey.Of(ResourceTypes.Pods, pod));
            }
            else if (pod.IsReady() && !pod.IsTerminating())
            {
                continue;
            }

            if (isOrdered)
            {
                return false;
            }
        }

        return Condemn(store, pods.Where(p => p.Key < start || p.Key >= end), isOrdered) && pods.Values.All(p => p.IsReady() && !p.IsTerminating());
    }

    private static bool Condemn(ObjectStore store, IEnumerable<KeyValuePair<int, JsonObject>> surplus, bool isOrdered)
    {
        var isClean = true;
        foreach (var (_, pod) in surplus.OrderByDescending(p => p.Key))
        {
            isClean = false;
            if (!pod.IsTerminating())
            {
                PodDeletion.Ask(store, ObjectKey.Of(ResourceTypes.Pods, pod));
            }

            if (isOrdered)
            {
                break;
            }
        }

        return isClean;
    }

    private static void Create(ObjectStore store, JsonObject set, int ordinal, string revision)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{set.Name()}-{ordinal}");
        var pod = Owned.Pod(
            set, name, set.At("spec.template")!.AsObject(),
            (RevisionLabel, revision), ("statefulset.kubernetes.io/pod-name", name), ("apps.kubernetes.io/pod-index", ordinal.ToString(CultureInfo.InvariantCulture)));
        store.Create(ResourceTypes.Pods, pod);
        Owned.Event(store, set, "SuccessfulCreate", $"create Pod {name} in StatefulSet {set.Name()} successful", "statefulset-controller");
    }

    // One at a time, the highest first.
    private static void Update(ObjectStore store, JsonObject set, Dictionary<int, JsonObject> pods, string revision)
    {
        var partition = set.Number("spec.updateStrategy.rollingUpdate.partition") ?? 0;
        if (set.Text("spec.updateStrategy.type") != "OnDelete"
            && pods.Where(p => p.Key >= partition && Label(p.Value) != revision).OrderByDescending(p => p.Key).FirstOrDefault().Value is { } outdated)
        {
            PodDeletion.Ask(store, ObjectKey.Of(ResourceTypes.Pods, outdated));
        }
    }

    private static string? Label(JsonObject pod) => (pod.At("metadata.labels") as JsonObject)?[RevisionLabel]?.ToString();

    private static int Ordinal(JsonObject pod) => int.Parse(pod.Name()[(pod.Name().LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture);

    private static void WriteStatus(ObjectStore store, JsonObject set, string revision)
    {
        var pods = Owned.Of(store, ResourceTypes.Pods, set);
        var alive = pods.Where(p => !p.IsTerminating()).ToArray();
        var ready = alive.Count(p => p.IsReady());
        store.Update(ObjectKey.Of(ResourceTypes.StatefulSets, set), o =>
        {
            var isUpdated = alive.All(p => Label(p) == revision);
            var status = new JsonObject
            {
                ["observedGeneration"] = set.Number("metadata.generation"), ["replicas"] = pods.Length, ["availableReplicas"] = ready,
                ["currentRevision"] = isUpdated ? revision : o.Text("status.currentRevision") ?? revision, ["updateRevision"] = revision, ["collisionCount"] = 0,
            };
            WorkloadStatus.Count(status, "readyReplicas", ready);
            WorkloadStatus.Count(status, "updatedReplicas", alive.Count(p => Label(p) == revision));
            WorkloadStatus.Count(status, "currentReplicas", alive.Count(p => Label(p) == status.Text("currentRevision")));
            o["status"] = status;
        });
    }
}
