using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>Takes machines away after a notice: a taint and a condition on the pods at once, the node and what runs on it when the notice is over.</summary>
internal sealed class SpotReclaim : IController
{
    public const string Taint = "sageserve.test/spot-reclaim";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _notices = [];

    public DateTimeOffset? NextChange
    {
        get
        {
            lock (_gate)
            {
                return _notices.Count == 0 ? null : _notices.Values.Min();
            }
        }
    }

    public void Notify(ObjectStore store, string node, TimeSpan notice)
    {
        lock (_gate)
        {
            _notices[node] = store.Now + notice;
        }

        store.Update(new ObjectKey(ResourceTypes.Nodes, "", node), o =>
            o.Into("spec")["taints"] = new JsonArray([.. o.Objects("spec.taints").Select(t => (JsonNode)t.Clone()), new JsonObject { ["key"] = Taint, ["effect"] = "NoSchedule" }]));
        foreach (var pod in On(store, node))
        {
            store.Update(ObjectKey.Of(ResourceTypes.Pods, pod), o => o.SetCondition("DisruptionTarget", true, store.Now, "TerminationByKubelet", "The machine will be taken away."));
        }
    }

    public void Reconcile(ObjectStore store)
    {
        foreach (var node in Due(store.Now))
        {
            store.Delete(new ObjectKey(ResourceTypes.Nodes, "", node));
            foreach (var pod in On(store, node))
            {
                store.Delete(ObjectKey.Of(ResourceTypes.Pods, pod));
            }
        }
    }

    private string[] Due(DateTimeOffset now)
    {
        lock (_gate)
        {
            var due = _notices.Where(n => n.Value <= now).Select(n => n.Key).ToArray();
            Array.ForEach(due, n => _notices.Remove(n));
            return due;
        }
    }

    private static IEnumerable<JsonObject> On(ObjectStore store, string node) => store.List(ResourceTypes.Pods).Where(p => p.Text("spec.nodeName") == node);
}
