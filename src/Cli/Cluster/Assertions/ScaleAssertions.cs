using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>What the scale subresource does. The Deployment is paused: no pod comes of it.</summary>
internal static class ScaleAssertions
{
    public static async Task ScaleAsync(ClusterSite site)
    {
        var workload = await PausedAsync(site, "scaled");
        var scale = await site.ReadAsync(workload.Path + "/scale");
        ClusterSite.Require(scale.FieldNumber("spec.replicas") == 0 && scale.ObjectVersion().Length > 0, $"a Deployment of 0 replicas shows {scale.FieldNumber("spec.replicas")} and the version '{scale.ObjectVersion()}'");
        var answer = await PatchAsync(site, workload, scale.ObjectVersion());
        for (var tries = 0; answer.Status == System.Net.HttpStatusCode.Conflict && tries < 20; tries++)
        {
            // The controller writes the status of a new Deployment meanwhile.
            answer = await PatchAsync(site, workload, (await site.ReadAsync(workload.Path + "/scale")).ObjectVersion());
        }

        ClusterSite.Require(answer.IsSuccess, $"a merge patch with the current version: {answer.Told}");
        var (wanted, shown) = ((await site.ReadAsync(workload.Path)).FieldNumber("spec.replicas"), answer.Body.FieldNumber("spec.replicas"));
        ClusterSite.Require(wanted == 2 && shown == 2, $"scaled to 2, the answer says {shown} and the Deployment wants {wanted}");
    }

    public static async Task OldRefusedAsync(ClusterSite site)
    {
        var workload = await PausedAsync(site, "scaled-late");
        var old = await site.ReadAsync(workload.Path + "/scale");
        await site.ChangeAsync(workload.Path, o => o["metadata"]!["annotations"] = new JsonObject { ["sageserve.io/changed"] = "1" });
        WriteAssertions.Refused(await PatchAsync(site, workload, old.ObjectVersion()), "a patch of the scale with an old version");
    }

    private static Task<CheckWorkload> PausedAsync(ClusterSite site, string name) => CheckWorkload.MakeAsync(site, "deployments", name, 0, null, spec => spec["paused"] = true);

    private static Task<SageServe.Kubernetes.JsonAnswer> PatchAsync(ClusterSite site, CheckWorkload workload, string version) => site.SendAsync(
        HttpMethod.Patch, workload.Path + "/scale",
        new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = version }, ["spec"] = new JsonObject { ["replicas"] = 2 } }, ClusterSite.MergePatch);
}
