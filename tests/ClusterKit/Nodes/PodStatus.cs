using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>What a kubelet writes about a pod that it runs.</summary>
internal static class PodStatus
{
    public static void Write(ObjectStore store, JsonObject pod, RunningPod running) => store.Update(ObjectKey.Of(ResourceTypes.Pods, pod), o =>
    {
        var (isReady, now) = (running.Engine.IsReady, store.Now);
        var status = o.Into("status");
        status["phase"] = "Running";
        status["podIP"] = running.Ip;
        status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = running.Ip });
        status["hostIP"] = "127.0.0.1";
        status["startTime"] ??= JsonPaths.Stamp(running.Since);
        status["containerStatuses"] = new JsonArray([.. o.Objects("spec.containers").Select(c => (JsonNode)Container(c, running, isReady))]);
        o.SetCondition("PodScheduled", true, now);
        o.SetCondition("Initialized", true, now);
        o.SetCondition("ContainersReady", isReady, now, isReady ? null : "ContainersNotReady");

        // A gate is a condition that somebody else writes.
        var isOpen = o.Objects("spec.readinessGates").All(g => o.Condition(g.Text("conditionType")!)?.Text("status") == "True");
        o.SetCondition("Ready", isReady && isOpen, now, !isReady ? "ContainersNotReady" : isOpen ? null : "ReadinessGatesNotReady");
    });

    private static JsonObject Container(JsonObject container, RunningPod running, bool isReady) => new()
    {
        ["name"] = container.Text("name"), ["image"] = container.Text("image") ?? "", ["imageID"] = "", ["ready"] = isReady, ["started"] = true,
        ["restartCount"] = running.Restarts,
        ["state"] = new JsonObject { ["running"] = new JsonObject { ["startedAt"] = JsonPaths.Stamp(running.Since) } },
    };
}
