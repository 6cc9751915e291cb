using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>How pods start, serve and end.</summary>
internal static class PodAssertions
{
    private const int Grace = 20;

    public static async Task UnschedulableAsync(ClusterSite site)
    {
        var amount = new JsonObject { ["nvidia.com/gpu"] = "100000" };
        var workload = await CheckWorkload.MakeAsync(
            site, "deployments", "nowhere", 1, spec => spec["containers"]![0]!["resources"] = new JsonObject { ["requests"] = amount.DeepClone(), ["limits"] = amount });
        await workload.AwaitAsync(all => all.Length == 1);
        JsonObject? condition = null;
        await site.UntilAsync(
            async () => (condition = (await workload.PodsAsync()).SelectMany(p => p.FieldItems("status.conditions")).FirstOrDefault(c => c.FieldText("type") == "PodScheduled")) is not null,
            () => "a pod that fits nowhere has no condition PodScheduled");
        var (status, reason) = (condition.FieldText("status"), condition.FieldText("reason"));
        ClusterSite.Require(status == "False" && reason == "Unschedulable", $"a pod that fits nowhere has PodScheduled={status}, reason '{reason}'");
    }

    public static async Task GraceAsync(ClusterSite site)
    {
        var workload = await CheckWorkload.MakeAsync(site, "deployments", "grace", 1, spec =>
        {
            spec["terminationGracePeriodSeconds"] = Grace;
            spec["containers"]![0]!["lifecycle"] = new JsonObject { ["preStop"] = new JsonObject { ["sleep"] = new JsonObject { ["seconds"] = 2 } } };
        });
        var pod = (await workload.AwaitReadyAsync(1)).Single(p => p.IsPodReady());
        if (pod.FieldItems("spec.containers")[0].Field("lifecycle.preStop.sleep") is null)
        {
            throw new ClusterFindingException(ClusterOutcome.Skipped, "the server has no sleep hook (it is on since 1.30), and the image has nothing else to wait with");
        }

        var path = $"{site.Core("pods")}/{pod.ObjectName()}";
        await site.SendAsync(HttpMethod.Delete, path);
        var answer = await site.SendAsync(HttpMethod.Get, path);
        ClusterSite.Require(answer.IsSuccess, $"a deleted pod, which may take {Grace} s to end, is gone at once: {answer.Told}");
        var grace = answer.Body.FieldNumber("metadata.deletionGracePeriodSeconds");
        ClusterSite.Require(
            answer.Body.IsLeaving() && grace == Grace, string.Create(CultureInfo.InvariantCulture, $"a deleted pod has deletionTimestamp '{answer.Body.FieldText("metadata.deletionTimestamp")}' and a grace of {grace} s, not {Grace} s"));
        await site.UntilAsync(async () => (await site.SendAsync(HttpMethod.Get, path)).Status == HttpStatusCode.NotFound, () => "a deleted pod has ended, and does not go", ClusterOutcome.Unknown);
    }

    public static async Task EndpointsAsync(ClusterSite site)
    {
        var workload = await CheckWorkload.MakeAsync(site, "deployments", "served", 2, CheckWorkload.GateReadiness);
        await site.MakeAsync(site.Core("services"), new JsonObject
        {
            ["apiVersion"] = "v1", ["kind"] = "Service", ["metadata"] = new JsonObject { ["name"] = "served" },
            ["spec"] = new JsonObject { ["selector"] = CheckWorkload.Labels("served"), ["ports"] = new JsonArray(new JsonObject { ["port"] = 80, ["protocol"] = "TCP" }) },
        });
        var pods = await workload.AwaitRunningAsync(2);
        var expected = string.Join(", ", pods.Select(JsonFields.ObjectName).Order(StringComparer.Ordinal));
        var seen = "";
        await site.UntilAsync(async () => (seen = Names(await EndpointsOfAsync(site))) == expected, () => $"the EndpointSlices name the pods '{seen}', not '{expected}'");
        await ReadyAreAsync(site, "");
        await workload.SetReadyAsync(pods[0], true);
        await ReadyAreAsync(site, pods[0].ObjectName());
        await workload.SetReadyAsync(pods[0], false);
        await ReadyAreAsync(site, "");
    }

    private static async Task ReadyAreAsync(ClusterSite site, string expected)
    {
        var seen = "";
        await site.UntilAsync(
            async () => (seen = Names((await EndpointsOfAsync(site)).Where(e => e.Field("conditions.ready")?.GetValue<bool>() == true))) == expected,
            () => $"the EndpointSlices call '{seen}' ready while '{expected}' is");
    }

    private static async Task<JsonObject[]> EndpointsOfAsync(ClusterSite site)
    {
        var slices = await site.ReadAsync($"{site.Api("discovery.k8s.io", "endpointslices")}?labelSelector=kubernetes.io%2Fservice-name%3Dserved");
        return [.. slices.FieldItems("items").SelectMany(s => s.FieldItems("endpoints"))];
    }

    private static string Names(IEnumerable<JsonObject> endpoints) =>
        string.Join(", ", endpoints.Where(e => e.FieldText("targetRef.kind") == "Pod").Select(e => e.FieldText("targetRef.name")).Order(StringComparer.Ordinal));
}
