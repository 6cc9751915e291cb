using System.Net;
using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>What writes of objects do.</summary>
internal static class WriteAssertions
{
    public static async Task VersionsGrowAsync(ClusterSite site)
    {
        var first = await site.MakeAsync(site.Core("configmaps"), Map("versions"));
        var second = await site.ChangeAsync(Path(site, "versions"), o => o["data"] = new JsonObject { ["key"] = "2" });
        var third = await site.MakeAsync(site.Core("configmaps"), Map("versions-later"));
        var versions = new[] { first, second, third }.Select(o => o.ObjectVersion()).ToArray();
        var numbers = versions.Select(v => ulong.TryParse(v, out var number) ? number : 0).ToArray();
        ClusterSite.Require(numbers[0] > 0 && numbers[0] < numbers[1] && numbers[1] < numbers[2], $"three writes gave the versions {string.Join(", ", versions)}");
    }

    public static async Task CreatedOnceAsync(ClusterSite site)
    {
        await site.MakeAsync(site.Core("configmaps"), Map("once"));
        Refused(await site.PostAsync(site.Core("configmaps"), Map("once")), "a second create of one name");
    }

    public static async Task OldUpdateRefusedAsync(ClusterSite site)
    {
        var old = await site.MakeAsync(site.Core("configmaps"), Map("update"));
        await site.ChangeAsync(Path(site, "update"), o => o["data"] = new JsonObject { ["key"] = "2" });
        Refused(await site.SendAsync(HttpMethod.Put, Path(site, "update"), old), "an update with an old version");
    }

    public static async Task OldPatchRefusedAsync(ClusterSite site)
    {
        var old = await site.MakeAsync(site.Core("configmaps"), Map("patch"));
        var now = await site.ChangeAsync(Path(site, "patch"), o => o["data"] = new JsonObject { ["key"] = "2" });
        Refused(await site.SendAsync(HttpMethod.Patch, Path(site, "patch"), Patch(old.ObjectVersion()), ClusterSite.MergePatch), "a patch with an old version");
        var answer = await site.SendAsync(HttpMethod.Patch, Path(site, "patch"), Patch(now.ObjectVersion()), ClusterSite.MergePatch);
        ClusterSite.Require(answer.IsSuccess, $"a patch with the current version: {answer.Told}");
    }

    public static async Task MergePatchAsync(ClusterSite site)
    {
        var map = Map("merge");
        map["metadata"]!["annotations"] = new JsonObject { ["sageserve.io/keep"] = "1", ["sageserve.io/drop"] = "1" };
        await site.MakeAsync(site.Core("configmaps"), map);
        var annotations = new JsonObject { ["sageserve.io/set"] = "1", ["sageserve.io/drop"] = null };
        var body = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = annotations } };
        var answer = await site.SendAsync(HttpMethod.Patch, Path(site, "merge"), body, ClusterSite.MergePatch);
        ClusterSite.Require(answer.IsSuccess, $"a merge patch: {answer.Told}");
        var after = await site.ReadAsync(Path(site, "merge"));
        var seen = string.Join(", ", (after.Field("metadata.annotations") as JsonObject ?? []).Select(a => a.Key).Order(StringComparer.Ordinal));
        ClusterSite.Require(seen == "sageserve.io/keep, sageserve.io/set" && after.FieldText("data.key") == "1", $"after it the object has the annotations '{seen}' and the data '{after.FieldText("data.key")}'");
    }

    public static async Task EventCountAsync(ClusterSite site)
    {
        var now = site.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var about = new JsonObject { ["kind"] = "ConfigMap", ["apiVersion"] = "v1", ["name"] = "told", ["namespace"] = site.Namespace };
        await site.MakeAsync(site.Core("events"), new JsonObject
        {
            ["apiVersion"] = "v1", ["kind"] = "Event", ["metadata"] = new JsonObject { ["name"] = "told.1", ["namespace"] = site.Namespace }, ["involvedObject"] = about,
            ["reason"] = "Checked", ["message"] = "written by a check", ["type"] = "Normal", ["count"] = 1, ["firstTimestamp"] = now, ["lastTimestamp"] = now,
            ["source"] = new JsonObject { ["component"] = ClusterSite.Manager },
        });
        await site.ChangeAsync(site.Core("events") + "/told.1", o => o["count"] = 2);
        var after = await site.ReadAsync(site.Core("events") + "/told.1");
        ClusterSite.Require(after.FieldNumber("count") == 2 && after.FieldText("involvedObject.name") == "told", $"after it the Event has count {after.FieldNumber("count")} about '{after.FieldText("involvedObject.name")}'");
    }

    public static JsonObject Map(string name, string? tier = null)
    {
        var map = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = name }, ["data"] = new JsonObject { ["key"] = "1" } };
        if (tier is not null)
        {
            map["metadata"]!["labels"] = new JsonObject { ["tier"] = tier };
        }

        return map;
    }

    public static void Refused(SageServe.Kubernetes.JsonAnswer answer, string what) =>
        ClusterSite.Require(answer.Status == HttpStatusCode.Conflict, answer.IsSuccess ? $"{what} was taken" : $"{what} was answered {answer.Told}");

    private static string Path(ClusterSite site, string name) => $"{site.Core("configmaps")}/{name}";

    private static JsonObject Patch(string version) => new() { ["metadata"] = new JsonObject { ["resourceVersion"] = version }, ["data"] = new JsonObject { ["key"] = "3" } };
}
