using System.Globalization;
using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>Groups of a leader and its workers: a StatefulSet of leaders, and for each leader one of its workers, as the real controller keeps them.</summary>
internal sealed class LeaderWorkerSets : IController
{
    private const string Prefix = "leaderworkerset.sigs.k8s.io/";

    public void Reconcile(ObjectStore store)
    {
        foreach (var set in store.List(ResourceTypes.LeaderWorkerSets).Where(s => !s.IsTerminating()))
        {
            var leaders = Leaders(store, set);
            var pods = leaders is null ? [] : Owned.Of(store, ResourceTypes.Pods, leaders);
            foreach (var leader in pods.Where(p => !p.IsTerminating()))
            {
                KeepWorkers(store, set, leader);
            }

            WriteStatus(store, set, pods);
        }
    }

    private static int Size(JsonObject set) => set.Number("spec.leaderWorkerTemplate.size") ?? 1;

    private static JsonObject? Leaders(ObjectStore store, JsonObject set)
    {
        var template = (set.At("spec.leaderWorkerTemplate.leaderTemplate") ?? set.At("spec.leaderWorkerTemplate.workerTemplate"))!.AsObject().Clone();
        Label(template, set, "0");
        var (key, replicas) = (new ObjectKey(ResourceTypes.StatefulSets, set.Namespace(), set.Name()), set.Number("spec.replicas") ?? 1);
        if (store.Find(key) is { } known)
        {
            return store.Update(key, o =>
            {
                o.Into("spec")["replicas"] = replicas;
                o.Into("spec")["template"] = template;
            });
        }

        store.Create(ResourceTypes.StatefulSets, Owned.Put(StatefulSet(template, replicas, 0, (Prefix + "worker-index", "0"), set), set, set.Name(), (Prefix + "name", set.Name())));
        return null;
    }

    private static void KeepWorkers(ObjectStore store, JsonObject set, JsonObject leader)
    {
        var group = leader.Name()[(leader.Name().LastIndexOf('-') + 1)..];
        store.Update(ObjectKey.Of(ResourceTypes.Pods, leader), o =>
        {
            o.Into("metadata.labels")[Prefix + "group-index"] = group;
            o.Into("metadata.annotations")[Prefix + "size"] = Size(set).ToString(CultureInfo.InvariantCulture);
        });
        if (Size(set) > 1 && store.Find(ResourceTypes.StatefulSets, set.Namespace(), leader.Name()) is null)
        {
            var template = set.At("spec.leaderWorkerTemplate.workerTemplate")!.AsObject().Clone();
            Label(template, set, null);
            template.Into("metadata.labels")[Prefix + "group-index"] = group;
            store.Create(ResourceTypes.StatefulSets, Owned.Put(
                StatefulSet(template, Size(set) - 1, 1, (Prefix + "group-index", group), set), leader, leader.Name(), (Prefix + "name", set.Name()), (Prefix + "group-index", group)));
        }
    }

    private static void Label(JsonObject template, JsonObject set, string? worker)
    {
        var labels = template.Into("metadata.labels");
        labels[Prefix + "name"] = set.Name();
        if (worker is not null)
        {
            labels[Prefix + "worker-index"] = worker;
        }
    }

    private static JsonObject StatefulSet(JsonObject template, int replicas, int start, (string Name, string Value) label, JsonObject set) => new()
    {
        ["spec"] = new JsonObject
        {
            ["replicas"] = replicas, ["podManagementPolicy"] = "Parallel", ["serviceName"] = set.Name(), ["template"] = template,
            ["ordinals"] = new JsonObject { ["start"] = start },
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { [Prefix + "name"] = set.Name(), [label.Name] = label.Value } },
            ["updateStrategy"] = new JsonObject { ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["partition"] = 0 } },
        },
    };

    private static void WriteStatus(ObjectStore store, JsonObject set, JsonObject[] leaders)
    {
        var alive = leaders.Where(l => !l.IsTerminating()).ToArray();
        var ready = alive.Count(l => l.IsReady() && HasWorkers(store, set, l));
        store.Update(ObjectKey.Of(ResourceTypes.LeaderWorkerSets, set), o =>
        {
            var status = o.Into("status");
            status["replicas"] = leaders.Length;
            status["readyReplicas"] = ready;
            status["updatedReplicas"] = alive.Length;
            status["hpaPodSelector"] = $"{Prefix}name={set.Name()},{Prefix}worker-index=0";
            o.SetCondition("Available", ready == (o.Number("spec.replicas") ?? 1), store.Now, ready == (o.Number("spec.replicas") ?? 1) ? "AllGroupsReady" : "GroupsAreNotReady", "");
        });
    }

    private static bool HasWorkers(ObjectStore store, JsonObject set, JsonObject leader) =>
        Size(set) == 1 || store.Find(ResourceTypes.StatefulSets, set.Namespace(), leader.Name())?.Number("status.readyReplicas") == Size(set) - 1;
}
