using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>Gives pods their nodes by GPUs, selectors and taints; a pod that fits nowhere sends away who is less important, or waits and says so.</summary>
internal sealed class Scheduler : IController
{
    private const string Gpu = "nvidia.com/gpu";

    public void Reconcile(ObjectStore store)
    {
        var pods = store.List(ResourceTypes.Pods);
        var preemption = new Preemption(store, Gpus);
        foreach (var gated in pods.Where(p => p.IsActive() && IsGated(p)))
        {
            store.Update(ObjectKey.Of(ResourceTypes.Pods, gated), o => o.SetCondition("PodScheduled", false, store.Now, "SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates"));
        }

        var waiting = pods.Where(p => p.Text("spec.nodeName") is null or "" && p.IsActive() && !IsGated(p)).OrderByDescending(preemption.Priority).ThenBy(p => p.Time("metadata.creationTimestamp"));
        var nodes = store.List(ResourceTypes.Nodes);
        var free = nodes.ToDictionary(
            PodFacts.Name,
            n => (Amount(n.At("status.allocatable")) ?? 0) - pods.Where(p => p.Text("spec.nodeName") == n.Name() && !p.IsOver()).Sum(Gpus));
        foreach (var pod in waiting)
        {
            var taking = nodes.Where(n => Takes(n, pod)).ToArray();
            var fit = taking.Where(n => free[n.Name()] - preemption.Promised(n, pod) >= Gpus(pod)).OrderByDescending(n => free[n.Name()]).ThenBy(n => n.Name(), StringComparer.Ordinal).FirstOrDefault();
            if (fit is not null)
            {
                free[fit.Name()] -= Gpus(pod);
            }

            Tell(store, pod, fit, nodes.Length);
            if (fit is null && preemption.Awaited(pod, taking) is null && preemption.Make(pod, taking, n => free[n.Name()]) is { } cleared)
            {
                store.Update(ObjectKey.Of(ResourceTypes.Pods, pod), o => o.Into("status")["nominatedNodeName"] = cleared.Name());
            }
        }
    }

    private static void Tell(ObjectStore store, JsonObject pod, JsonObject? node, int nodes)
    {
        var message = $"0/{nodes} nodes are available: {nodes} Insufficient {Gpu}.";
        store.Update(ObjectKey.Of(ResourceTypes.Pods, pod), o =>
        {
            if (node is null)
            {
                o.SetCondition("PodScheduled", false, store.Now, store.Breaks(Misbehaviour.HidesUnschedulable) ? "NoNode" : "Unschedulable", message);
                return;
            }

            o.Into("spec")["nodeName"] = node.Name();
            o.Into("status").Remove("nominatedNodeName");
            o.SetCondition("PodScheduled", true, store.Now);
        });
        if (node is null)
        {
            Owned.Event(store, pod, "FailedScheduling", message, "default-scheduler", "Warning");
        }
    }

    private static bool IsGated(JsonObject pod) => pod.Objects("spec.schedulingGates").Any();

    private static bool Takes(JsonObject node, JsonObject pod) =>
        node.IsReady() && node.Text("spec.unschedulable") != "true"
        && (pod.At("spec.nodeSelector") as JsonObject ?? []).All(s => (node.At("metadata.labels") as JsonObject)?[s.Key]?.ToString() == s.Value?.ToString())
        && node.Objects("spec.taints").Where(t => t.Text("effect") is "NoSchedule" or "NoExecute").All(t => pod.Objects("spec.tolerations").Any(o => Tolerates(o, t)));

    private static bool Tolerates(JsonObject toleration, JsonObject taint) =>
        (toleration.Text("effect") is null || toleration.Text("effect") == taint.Text("effect"))
        && (toleration.Text("key") is null || toleration.Text("key") == taint.Text("key"))
        && (toleration.Text("operator") == "Exists" || toleration.Text("value") == taint.Text("value"));

    private static int Gpus(JsonObject pod) => pod.Objects("spec.containers").Sum(c => Amount(c.At("resources.limits")) ?? Amount(c.At("resources.requests")) ?? 0);

    private static int? Amount(JsonNode? resources) => (resources as JsonObject)?[Gpu]?.ToString() is { } text && int.TryParse(text, out var amount) ? amount : null;
}
