using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>Who of a workload goes when it is to have one less.</summary>
internal static class RemovalAssertions
{
    public static async Task UnassignedFirstAsync(ClusterSite site)
    {
        var workload = await CheckWorkload.MakeAsync(
            site, "deployments", "unassigned", 2, spec => spec["schedulingGates"] = new JsonArray(new JsonObject { ["name"] = CheckWorkload.Gate }));
        var pods = await workload.AwaitAsync(all => all.Length == 2);
        if (pods.Any(p => p.Field("spec.schedulingGates") is null))
        {
            throw new ClusterFindingException(ClusterOutcome.Skipped, "the server has no scheduling gates (they are stable since 1.30)");
        }

        await workload.SetCostAsync(pods[0], -100);
        await site.ChangeAsync($"{site.Core("pods")}/{pods[0].ObjectName()}", o => o["spec"]!.AsObject().Remove("schedulingGates"));
        await workload.AwaitReadyAsync(1);
        await GoesAsync(workload, pods[1].ObjectName(), "the pod without a node");
    }

    public static async Task UnreadyFirstAsync(ClusterSite site)
    {
        var workload = await CheckWorkload.MakeAsync(site, "deployments", "unready", 2, CheckWorkload.GateReadiness);
        var pods = await workload.AwaitRunningAsync(2);
        await workload.SetReadyAsync(pods[0], true);
        await workload.SetCostAsync(pods[0], -100);
        await workload.AwaitReadyAsync(1);
        await GoesAsync(workload, pods[1].ObjectName(), "the pod that is not ready");
    }

    public static async Task LeastCostAsync(ClusterSite site)
    {
        var workload = await CheckWorkload.MakeAsync(site, "deployments", "cost", 4);

        // Twice, as one of four may go by chance; the young go first where costs are equal, so the victim is an old one.
        foreach (var left in new[] { 4, 3 })
        {
            var pods = await workload.AwaitReadyAsync(left);
            var victim = pods.OrderByDescending(ReadySince, StringComparer.Ordinal).ThenBy(JsonFields.ObjectName, StringComparer.Ordinal).Last();
            foreach (var pod in pods)
            {
                await workload.SetCostAsync(pod, pod == victim ? -100 : 100);
            }

            await GoesAsync(workload, victim.ObjectName(), "the pod with the least deletion cost");
        }
    }

    public static async Task HighestOrdinalAsync(ClusterSite site)
    {
        var workload = await CheckWorkload.MakeAsync(site, "statefulsets", "ordinal", 3, null, spec => spec["podManagementPolicy"] = "Parallel");
        var pods = await workload.AwaitReadyAsync(3);
        await workload.SetCostAsync(pods.Single(p => p.ObjectName() == "ordinal-0"), -100);
        await GoesAsync(workload, "ordinal-2", "the pod of the highest ordinal");
    }

    public static async Task OrderedReadyAsync(ClusterSite site)
    {
        var workload = await CheckWorkload.MakeAsync(site, "statefulsets", "ordered", 2, CheckWorkload.GateReadiness);
        var first = (await workload.AwaitAsync(all => all.Any(p => p.ObjectName() == "ordered-0" && p.FieldText("status.phase") == "Running"))).Single(p => p.ObjectName() == "ordered-0");
        var early = await workload.PodsAsync();
        ClusterSite.Require(early.Length == 1, $"while ordered-0 is not ready there are {string.Join(", ", early.Select(JsonFields.ObjectName))}");
        await workload.SetReadyAsync(first, true);
        await site.UntilAsync(async () => (await workload.PodsAsync()).Any(p => p.ObjectName() == "ordered-1"), () => "ordered-0 was made ready, and ordered-1 does not come");
    }

    /// <summary>LeaderWorkerSets are an add-on of clusters.</summary>
    public static async Task LastGroupAsync(ClusterSite site)
    {
        const string Group = "leaderworkerset.x-k8s.io";
        if ((await site.SendAsync(HttpMethod.Get, $"apis/{Group}/v1")).Status == System.Net.HttpStatusCode.NotFound)
        {
            throw new ClusterFindingException(ClusterOutcome.Skipped, $"the cluster has no {Group}/v1");
        }

        var spec = new JsonObject { ["replicas"] = 2, ["leaderWorkerTemplate"] = new JsonObject { ["size"] = 1, ["workerTemplate"] = CheckWorkload.Template(site, "groups") } };
        await site.MakeAsync(site.Api(Group, "leaderworkersets"), new JsonObject
        {
            ["apiVersion"] = Group + "/v1", ["kind"] = "LeaderWorkerSet", ["metadata"] = new JsonObject { ["name"] = "groups" }, ["spec"] = spec,
        });
        var workload = new CheckWorkload(site, site.Api(Group, "leaderworkersets"), "groups");
        var pods = await workload.AwaitReadyAsync(2);
        var told = string.Join(", ", pods.Select(p => p.Entry("labels", "leaderworkerset.sigs.k8s.io/group-index")).Order(StringComparer.Ordinal));
        ClusterSite.Require(told == "0, 1", $"the leaders have the group-index labels '{told}'");
        await GoesAsync(workload, "groups-1", "the group of the highest number");
    }

    private static string? ReadySince(JsonObject pod) => pod.FieldItems("status.conditions").FirstOrDefault(c => c.FieldText("type") == "Ready")?.FieldText("lastTransitionTime");

    private static async Task GoesAsync(CheckWorkload workload, string expected, string what)
    {
        var gone = await workload.LoseOneAsync();
        ClusterSite.Require(gone == expected, $"{gone} went, not {expected}, {what}");
    }
}
