using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>
/// Whom a pod of higher priority sends away when it fits nowhere: on the node where that hurts the least important and then the fewest. The pod is
/// nominated for that node and gets it when those have ended. <c>spec.priority</c> is read from the class here; a real server writes it when a pod is made.
/// </summary>
internal sealed class Preemption(ObjectStore store, Func<JsonObject, int> gpus)
{
    // Read anew each time: what was promised to one a moment ago is nothing for the next.
    private JsonObject[] Pods => store.List(ResourceTypes.Pods);

    public int Priority(JsonObject pod) => pod.Number("spec.priority")
        ?? (pod.Text("spec.priorityClassName") is { Length: > 0 } name ? store.Find(new ObjectKey(ResourceTypes.PriorityClasses, "", name)).Number("value") : null) ?? 0;

    /// <summary>GPUs of a node that pods as important as this one, or more so, have been promised.</summary>
    public int Promised(JsonObject node, JsonObject pod) => Pods
        .Where(p => p.Name() != pod.Name() && p.Text("spec.nodeName") is null or "" && p.IsActive() && p.Text("status.nominatedNodeName") == node.Name() && Priority(p) >= Priority(pod)).Sum(gpus);

    /// <summary>The node that it was promised, while those who are to go are still there; null: none.</summary>
    public JsonObject? Awaited(JsonObject pod, IEnumerable<JsonObject> nodes) =>
        nodes.FirstOrDefault(n => n.Name() == pod.Text("status.nominatedNodeName") && On(n).Any(p => p.IsTerminating()));

    /// <summary>Sends somebody away for it.</summary>
    /// <param name="pod">That fits nowhere.</param>
    /// <param name="nodes">That would take it.</param>
    /// <param name="free">GPUs that nobody has.</param>
    /// <returns>The node; null where nobody is less important.</returns>
    public JsonObject? Make(JsonObject pod, IEnumerable<JsonObject> nodes, Func<JsonObject, int> free)
    {
        var choice = nodes.Select(n => (Node: n, Victims: Victims(n, pod, gpus(pod) - free(n) + Promised(n, pod)))).Where(c => c.Victims is { Length: > 0 })
            .OrderBy(c => c.Victims!.Max(Priority)).ThenBy(c => c.Victims!.Length).ThenBy(c => c.Node.Name(), StringComparer.Ordinal).FirstOrDefault();
        foreach (var victim in choice.Victims ?? [])
        {
            store.Update(ObjectKey.Of(ResourceTypes.Pods, victim), o => o.SetCondition("DisruptionTarget", true, store.Now, "PreemptionByScheduler", "default-scheduler: preempting to accommodate a higher priority pod"));
            Owned.Event(store, victim, "Preempted", $"Preempted by pod {pod.Text("metadata.uid")} on node {choice.Node.Name()}", "default-scheduler");
            PodDeletion.Ask(store, ObjectKey.Of(ResourceTypes.Pods, victim));
        }

        return choice.Node;
    }

    /// <summary>The least important first, of those the youngest; null where all of them are not enough.</summary>
    private JsonObject[]? Victims(JsonObject node, JsonObject pod, int missing)
    {
        var victims = new List<JsonObject>();
        foreach (var other in On(node).Where(p => !p.IsTerminating() && gpus(p) > 0 && Priority(p) < Priority(pod)).OrderBy(Priority).ThenByDescending(p => p.Time("metadata.creationTimestamp")))
        {
            if (missing <= 0)
            {
                break;
            }

            victims.Add(other);
            missing -= gpus(other);
        }

        return missing <= 0 ? [.. victims] : null;
    }

    private IEnumerable<JsonObject> On(JsonObject node) => Pods.Where(p => p.Text("spec.nodeName") == node.Name() && !p.IsOver());
}
