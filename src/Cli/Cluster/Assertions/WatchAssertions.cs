using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>What watches tell.</summary>
internal static class WatchAssertions
{
    private static readonly TimeSpan ShortWatch = TimeSpan.FromSeconds(10);

    public static async Task OrderAsync(ClusterSite site)
    {
        var (maps, since) = (site.Core("configmaps"), await VersionAsync(site));
        await site.MakeAsync(maps, WriteAssertions.Map("watched"));
        await site.ChangeAsync(maps + "/watched", o => o["data"] = new JsonObject { ["key"] = "2" });
        await site.SendAsync(HttpMethod.Delete, maps + "/watched");
        await site.MakeAsync(maps, WriteAssertions.Map("watched-end"));
        var told = await ToldAsync(site, $"{maps}?watch=true&resourceVersion={since}", "watched", "watched-end");
        ClusterSite.Require(told == "ADDED, MODIFIED, DELETED", $"of an object made, changed and deleted a watch told '{told}'");
    }

    public static async Task LeavesSelectorAsync(ClusterSite site)
    {
        var (maps, since) = (site.Core("configmaps"), await VersionAsync(site));
        await site.MakeAsync(maps, WriteAssertions.Map("leaver", "in"));
        await site.ChangeAsync(maps + "/leaver", o => o["metadata"]!["labels"]!["tier"] = "out");
        await site.MakeAsync(maps, WriteAssertions.Map("leaver-end", "in"));
        var told = await ToldAsync(site, $"{maps}?watch=true&labelSelector=tier%3Din&resourceVersion={since}", "leaver", "leaver-end");
        ClusterSite.Require(told == "ADDED, DELETED", $"of an object whose label stopped matching a watch told '{told}'");
    }

    public static async Task BookmarksAsync(ClusterSite site)
    {
        // A server sends one shortly before it ends a watch, and about once a minute.
        foreach (var limit in new[] { site.Patience < ShortWatch ? site.Patience : ShortWatch, site.Patience })
        {
            var path = $"{site.Core("configmaps")}?watch=true&allowWatchBookmarks=true&resourceVersion={await VersionAsync(site)}";
            await foreach (var line in site.WatchAsync(path, limit))
            {
                if (line.FieldText("type") == "BOOKMARK" && line.FieldText("object.metadata.resourceVersion") is { Length: > 0 })
                {
                    return;
                }
            }
        }

        ClusterSite.Require(false, $"none was seen in {site.Patience.TotalSeconds:0} s");
    }

    public static async Task ExpiredAsync(ClusterSite site)
    {
        await foreach (var line in site.WatchAsync($"{site.Core("configmaps")}?watch=true&resourceVersion=1", TimeSpan.FromSeconds(2)))
        {
            if (line.FieldText("type") == "ERROR")
            {
                ClusterSite.Require(line.FieldNumber("object.code") == 410, $"a watch from version 1 was answered {line.FieldNumber("object.code")} {line.FieldText("object.reason")}: {line.FieldText("object.message")}");
                return;
            }
        }

        throw new ClusterFindingException(ClusterOutcome.Unknown, "not provoked: this server still knows version 1; a cluster that is some minutes older has forgotten it");
    }

    private static async Task<string> VersionAsync(ClusterSite site) => (await site.ReadAsync(site.Core("configmaps"))).ObjectVersion();

    /// <summary>What the watch tells of one object, in order, until it tells of another, which was made last.</summary>
    private static async Task<string> ToldAsync(ClusterSite site, string path, string name, string last)
    {
        var told = new List<string>();
        await foreach (var line in site.WatchAsync(path, site.Patience))
        {
            if (line.FieldText("object.metadata.name") == last)
            {
                return string.Join(", ", told);
            }

            if (line.FieldText("type") == "ERROR" || line.FieldText("object.metadata.name") == name)
            {
                told.Add(line.FieldText("type")!);
            }
        }

        return string.Join(", ", told.Append("nothing of what was made after it"));
    }
}
