using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>How a Deployment moves to a new template.</summary>
internal static class RolloutAssertions
{
    private const string Hash = "pod-template-hash";

    public static async Task ObservedAsync(ClusterSite site)
    {
        var workload = await CheckWorkload.MakeAsync(site, "deployments", "observed", 2);
        var old = (await workload.AwaitReadyAsync(2)).Select(p => p.Entry("labels", Hash)).Distinct().ToArray();
        ClusterSite.Require(old is [{ Length: > 0 }], $"pods of one template have the labels {Hash} '{string.Join(", ", old)}'");
        var before = await site.ReadAsync(workload.Path);
        var wanted = (await site.ChangeAsync(workload.Path, Renew)).FieldNumber("metadata.generation");
        ClusterSite.Require(wanted > before.FieldNumber("metadata.generation"), $"a changed template leaves the generation at {wanted}");
        JsonObject now = [];
        await site.UntilAsync(
            async () => (now = await site.ReadAsync(workload.Path)).FieldNumber("status.observedGeneration") >= wanted,
            () => $"generation {wanted} is not observed: observedGeneration is {now.FieldNumber("status.observedGeneration")}");
        await site.UntilAsync(
            async () => (now = await site.ReadAsync(workload.Path)).FieldNumber("status.updatedReplicas") == 2 && now.FieldNumber("status.replicas") == 2 && now.FieldNumber("status.readyReplicas") == 2,
            () => $"the rollout does not end: of {now.FieldNumber("status.replicas")} replicas {now.FieldNumber("status.updatedReplicas")} are updated and {now.FieldNumber("status.readyReplicas")} ready");
        var hashes = (await workload.PodsAsync()).Select(p => p.Entry("labels", Hash)).Distinct().ToArray();
        ClusterSite.Require(hashes.Length == 1 && hashes[0] != old[0], $"after a rollout the pods have {Hash} '{string.Join(", ", hashes)}', before it '{old[0]}'");
    }

    public static async Task MostUnavailableAsync(ClusterSite site)
    {
        var workload = await CheckWorkload.MakeAsync(site, "deployments", "careful", 3, CheckWorkload.GateReadiness, spec => spec["strategy"] = new JsonObject
        {
            ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["maxUnavailable"] = 1, ["maxSurge"] = 0 },
        });
        var pods = await workload.AwaitRunningAsync(3);
        foreach (var pod in pods)
        {
            await workload.SetReadyAsync(pod, true);
        }

        var old = (await workload.AwaitReadyAsync(3))[0].Entry("labels", Hash);
        await site.ChangeAsync(workload.Path, Renew);

        // New pods stay unready: the rollout can go no further than it may.
        var during = await workload.AwaitAsync(all => all.Any(p => p.Entry("labels", Hash) != old && p.FieldText("status.phase") == "Running"));
        var ready = during.Count(p => p.IsPodReady());
        ClusterSite.Require(ready >= 2, $"in a rollout with maxUnavailable 1 there are {ready} of 3 pods ready");
    }

    private static void Renew(JsonObject workload) => (workload["spec"]!["template"]!["metadata"]!["annotations"] ??= new JsonObject())["sageserve.io/revision"] = "2";
}
