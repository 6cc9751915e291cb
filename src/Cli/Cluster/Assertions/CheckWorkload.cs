using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>A workload of tiny pods, and what a check asks and does about them.</summary>
internal sealed class CheckWorkload(ClusterSite site, string collection, string name)
{
    public const string Gate = "sageserve.io/check";
    private const string Label = "sageserve-check";

    public string Path => $"{collection}/{name}";

    /// <param name="site">Where.</param>
    /// <param name="plural">deployments or statefulsets.</param>
    /// <param name="name">Its name, and the value of its pods' label.</param>
    /// <param name="replicas">Wanted.</param>
    /// <param name="shapePod">Changes the pods' spec.</param>
    /// <param name="shape">Changes the workload's spec.</param>
    public static async Task<CheckWorkload> MakeAsync(ClusterSite site, string plural, string name, int replicas, Action<JsonObject>? shapePod = null, Action<JsonObject>? shape = null)
    {
        var spec = new JsonObject { ["replicas"] = replicas, ["selector"] = new JsonObject { ["matchLabels"] = Labels(name) }, ["template"] = Template(site, name, shapePod) };
        if (plural == "statefulsets")
        {
            spec["serviceName"] = name;
        }

        shape?.Invoke(spec);
        var workload = new CheckWorkload(site, site.Api("apps", plural), name);
        await site.MakeAsync(workload.Collection, new JsonObject
        {
            ["apiVersion"] = "apps/v1", ["kind"] = plural == "deployments" ? "Deployment" : "StatefulSet", ["metadata"] = new JsonObject { ["name"] = name }, ["spec"] = spec,
        });
        return workload;
    }

    public static JsonObject Labels(string name) => new() { [Label] = name };

    /// <summary>A pod that asks for next to nothing, and that the strictest usual policy lets in.</summary>
    public static JsonObject Template(ClusterSite site, string name, Action<JsonObject>? shape = null)
    {
        var labels = Labels(name);
        labels[ClusterSite.ManagedBy] = ClusterSite.Manager;
        var container = new JsonObject
        {
            ["name"] = "pause",
            ["image"] = site.Image,
            ["resources"] = new JsonObject { ["requests"] = Amounts("1m", "8Mi"), ["limits"] = Amounts("50m", "64Mi") },
            ["securityContext"] = new JsonObject
            {
                ["allowPrivilegeEscalation"] = false, ["runAsNonRoot"] = true,
                ["capabilities"] = new JsonObject { ["drop"] = new JsonArray("ALL") }, ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" },
            },
        };
        var spec = new JsonObject { ["terminationGracePeriodSeconds"] = 1, ["automountServiceAccountToken"] = false, ["containers"] = new JsonArray(container) };
        shape?.Invoke(spec);
        return new JsonObject { ["metadata"] = new JsonObject { ["labels"] = labels }, ["spec"] = spec };
    }

    /// <summary>Pods are ready only when <see cref="SetReadyAsync"/> says so.</summary>
    public static void GateReadiness(JsonObject podSpec) => podSpec["readinessGates"] = new JsonArray(new JsonObject { ["conditionType"] = Gate });

    /// <summary>Those that are not leaving.</summary>
    public async Task<JsonObject[]> PodsAsync()
    {
        var list = await site.ReadAsync($"{site.Core("pods")}?labelSelector={Label}%3D{name}");
        return [.. list.FieldItems("items").Where(p => p.Entry("labels", Label) == name && !p.IsLeaving())];
    }

    /// <summary>Waits for pods to be as a check needs them; that they never are says nothing about what it asks.</summary>
    public async Task<JsonObject[]> AwaitAsync(Func<JsonObject[], bool> isSo)
    {
        JsonObject[] pods = [];
        await site.UntilAsync(
            async () => isSo(pods = await PodsAsync()),
            () => $"the pods of {name} did not come as far as the check needs: {(pods.Length == 0 ? "none was made" : string.Join("; ", pods.Select(State)))}", ClusterOutcome.Unknown);
        return pods;
    }

    /// <summary>Waits until so many are ready, and the controller knows it.</summary>
    public async Task<JsonObject[]> AwaitReadyAsync(int count)
    {
        await AwaitAsync(all => all.Count(p => p.IsPodReady()) == count);
        await site.UntilAsync(
            async () => (await site.ReadAsync(Path)).FieldNumber("status.readyReplicas") == count, () => $"{count} pods of {name} are ready, and its status does not say so", ClusterOutcome.Unknown);
        return await PodsAsync();
    }

    /// <summary>Waits until they run, ready or not.</summary>
    public Task<JsonObject[]> AwaitRunningAsync(int count) => AwaitAsync(all => all.Count(p => p.FieldText("status.phase") == "Running") == count);

    public async Task SetReadyAsync(JsonObject pod, bool isReady)
    {
        var condition = new JsonObject { ["type"] = Gate, ["status"] = isReady ? "True" : "False" };
        var body = new JsonObject { ["status"] = new JsonObject { ["conditions"] = new JsonArray(condition) } };
        var answer = await site.SendAsync(HttpMethod.Patch, $"{site.Core("pods")}/{pod.ObjectName()}/status", body, ClusterSite.StrategicPatch);
        if (!answer.IsSuccess)
        {
            throw new ClusterFindingException(ClusterOutcome.Unknown, $"the readiness of pod '{pod.ObjectName()}' cannot be set: {answer.Told}");
        }
    }

    public Task SetCostAsync(JsonObject pod, int cost) => site.ChangeAsync(
        $"{site.Core("pods")}/{pod.ObjectName()}", o => (o["metadata"]!["annotations"] ??= new JsonObject())[ClusterNames.DeletionCost] = cost.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Lowers the replicas by one and waits for who goes.</summary>
    public async Task<string> LoseOneAsync()
    {
        var before = await PodsAsync();
        await site.ChangeAsync(Path, o => o["spec"]!["replicas"] = before.Length - 1);
        string[] gone = [];
        await site.UntilAsync(
            async () =>
            {
                var now = await PodsAsync();
                gone = [.. before.Select(JsonFields.ObjectName).Except(now.Select(JsonFields.ObjectName))];
                return gone.Length > 0;
            },
            () => $"{name} is to have one replica less, and none goes");
        return string.Join(", ", gone);
    }

    private string Collection => collection;

    private static JsonObject Amounts(string cpu, string memory) => new() { ["cpu"] = cpu, ["memory"] = memory };

    private static string State(JsonObject pod)
    {
        var waiting = pod.FieldItems("status.containerStatuses").Select(c => c.FieldText("state.waiting.reason")).FirstOrDefault(r => r is not null);
        var unplaced = pod.FieldItems("status.conditions").FirstOrDefault(c => c.FieldText("type") == "PodScheduled" && c.FieldText("status") == "False")?.FieldText("message");
        return $"{pod.ObjectName()} is {pod.FieldText("status.phase")}{(pod.IsPodReady() ? ", ready" : "")}{(waiting is null ? "" : ", " + waiting)}{(unplaced is null ? "" : ", " + unplaced)}";
    }
}
