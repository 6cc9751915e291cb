using System.Net;
using System.Text.Json.Nodes;

namespace SageServe.Kubernetes.Tests;

public sealed class WatchTests : ServerTest
{
    private const string Maps = Space + "/configmaps";

    [Fact]
    public async Task A_list_comes_in_pages_of_one_moment()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            await SendAsync("POST", Maps, ConfigMap(name));
        }

        var (_, first) = await SendAsync("GET", Maps + "?limit=2");
        await SendAsync("POST", Maps, ConfigMap("d"));
        var token = Uri.EscapeDataString(first.Text("metadata.continue")!);
        var (_, second) = await SendAsync("GET", $"{Maps}?limit=2&continue={token}");
        Assert.Equal((2, 1, first.Text("metadata.resourceVersion")), (first["items"]!.AsArray().Count, second["items"]!.AsArray().Count, second.Text("metadata.resourceVersion")));
        Server.Compact();
        Assert.Equal(HttpStatusCode.Gone, (await SendAsync("GET", $"{Maps}?limit=2&continue={token}")).Status);
    }

    [Theory]
    [InlineData("tier=a", 1)]
    [InlineData("tier!=a", 2)]
    [InlineData("tier in (a,b)", 2)]
    [InlineData("tier notin (a,b),tier", 1)]
    [InlineData("!tier", 0)]
    public async Task Labels_are_selected(string selector, int expected)
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            await SendAsync("POST", Maps, ConfigMap(name, label: name));
        }

        var (_, list) = await SendAsync("GET", $"{Maps}?labelSelector={Uri.EscapeDataString(selector)}");
        Assert.Equal(expected, list["items"]!.AsArray().Count);
        Assert.Single((await SendAsync("GET", $"{Maps}?fieldSelector=metadata.name%3Db")).Body["items"]!.AsArray());
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync("GET", $"{Maps}?fieldSelector=data.key%3Db")).Status);
    }

    [Fact]
    public async Task A_watch_tells_what_comes_changes_stops_matching_and_how_far_it_came()
    {
        var (_, list) = await SendAsync("GET", Maps);
        await SendAsync("POST", Maps, ConfigMap("a"));
        await SendAsync("PUT", Maps + "/a", ConfigMap("a", "2"));
        await SendAsync("PUT", Maps + "/a", ConfigMap("a", "2", label: "z"));
        var text = await Http.GetStringAsync($"{Maps}?watch=true&timeoutSeconds=1&allowWatchBookmarks=true&labelSelector=tier%3Da&resourceVersion={list.Text("metadata.resourceVersion")}");
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToArray();
        Assert.Equal(["ADDED", "MODIFIED", "DELETED", "BOOKMARK"], lines.Select(l => l.Text("type")));
        Assert.Equal(Server.Read(Maps + "/a").Text("metadata.resourceVersion"), lines[2].Text("object.metadata.resourceVersion"));
    }

    [Fact]
    public async Task Without_a_version_a_watch_begins_with_what_there_is()
    {
        await SendAsync("POST", Maps, ConfigMap("a"));
        var text = await Http.GetStringAsync($"{Maps}?watch=true&timeoutSeconds=1");
        Assert.Contains("\"ADDED\"", text);
        Server.Compact();
        Assert.Equal(HttpStatusCode.Gone, (await SendAsync("GET", $"{Maps}?watch=true&resourceVersion=1")).Status);
    }

    [Fact]
    public async Task A_restart_cuts_watches_and_keeps_objects_and_port()
    {
        await SendAsync("POST", Maps, ConfigMap("a"));
        using var open = await Http.GetAsync($"{Maps}?watch=true", HttpCompletionOption.ResponseHeadersRead);
        var url = Server.Url;
        await Server.RestartAsync();
        Assert.Equal(url, Server.Url);
        await Assert.ThrowsAnyAsync<Exception>(async () => await open.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("GET", Maps + "/a")).Status);
    }
}
