using System.Net;

namespace SageServe.Kubernetes.Tests;

public sealed class ObjectTests : ServerTest
{
    private const string Maps = Space + "/configmaps";
    private const string Merge = "application/merge-patch+json";

    [Fact]
    public async Task What_is_created_has_uid_time_and_version_and_a_second_one_is_refused()
    {
        var (status, made) = await SendAsync("POST", Maps, ConfigMap("a"));
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.All(new[] { "uid", "creationTimestamp", "resourceVersion" }, f => Assert.False(string.IsNullOrEmpty(made.Text("metadata." + f))));
        var (again, refusal) = await SendAsync("POST", Maps, ConfigMap("a"));
        Assert.Equal((HttpStatusCode.Conflict, "AlreadyExists", "Status", "a"), (again, refusal.Text("reason"), refusal.Text("kind"), refusal.Text("details.name")));
        var (_, named) = await SendAsync("POST", Maps, """{ "metadata": { "generateName": "x-" } }""");
        Assert.Matches("^x-[a-z0-9]{5}$", named.Text("metadata.name")!);
    }

    [Fact]
    public async Task An_old_version_is_a_conflict_and_an_equal_object_is_no_change()
    {
        var (_, first) = await SendAsync("POST", Maps, ConfigMap("a"));
        var (_, same) = await SendAsync("PUT", Maps + "/a", first.ToJsonString());
        Assert.Equal(first.Text("metadata.resourceVersion"), same.Text("metadata.resourceVersion"));
        var changed = first.DeepClone();
        changed["data"]!["key"] = "2";
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("PUT", Maps + "/a", changed.ToJsonString())).Status);
        var (late, refusal) = await SendAsync("PUT", Maps + "/a", changed.ToJsonString());
        Assert.Equal((HttpStatusCode.Conflict, "Conflict"), (late, refusal.Text("reason")));
        var patch = $$"""{ "metadata": { "resourceVersion": "{{first.Text("metadata.resourceVersion")}}" }, "data": { "key": "3" } }""";
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync("PATCH", Maps + "/a", patch, Merge)).Status);
        Server.Misbehaviour = Misbehaviour.IgnoresVersions;
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("PATCH", Maps + "/a", patch, Merge)).Status);
    }

    [Theory]
    [InlineData("application/json-patch+json", """[ { "op": "test", "path": "/data/key", "value": "1" }, { "op": "add", "path": "/metadata/annotations", "value": { "a.b/c": "d" } } ]""", HttpStatusCode.OK)]
    [InlineData("application/json-patch+json", """[ { "op": "test", "path": "/data/key", "value": "9" } ]""", HttpStatusCode.UnprocessableEntity)]
    [InlineData(Merge, """{ "metadata": { "annotations": { "a.b/c": "d" } } }""", HttpStatusCode.OK)]
    [InlineData("application/strategic-merge-patch+json", """{ "metadata": { "annotations": { "a.b/c": "d" } } }""", HttpStatusCode.OK)]
    [InlineData("application/json", """{ "metadata": { "annotations": { "a.b/c": "d" } } }""", HttpStatusCode.UnsupportedMediaType)]
    public async Task Patches_of_each_sort(string type, string patch, HttpStatusCode expected)
    {
        await SendAsync("POST", Maps, ConfigMap("a"));
        Assert.Equal(expected, (await SendAsync("PATCH", Maps + "/a", patch, type)).Status);
        var after = Server.Read(Maps + "/a");
        Assert.Equal(("1", expected == HttpStatusCode.OK ? "d" : null), (after.Text("data.key"), after["metadata"]!["annotations"]?["a.b/c"]?.ToString()));
    }

    [Theory]
    [InlineData("Not_A_Name", "a", HttpStatusCode.UnprocessableEntity)]
    [InlineData("ok", "no/value", HttpStatusCode.UnprocessableEntity)]
    [InlineData("ok", "value", HttpStatusCode.Created)]
    public async Task Names_and_labels_are_checked(string name, string label, HttpStatusCode expected) =>
        Assert.Equal(expected, (await SendAsync("POST", Maps, ConfigMap(name, label: label))).Status);

    [Fact]
    public async Task A_config_map_has_a_mebibyte_and_no_more()
    {
        Assert.Equal(HttpStatusCode.Created, (await SendAsync("POST", Maps, ConfigMap("a", new string('x', 1 << 20)))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync("POST", Maps, ConfigMap("b", new string('x', (1 << 20) + 1)))).Status);
    }

    [Fact]
    public async Task Scale_shows_and_writes_the_replicas_and_checks_them()
    {
        await SendAsync("POST", Deployments, Deployment("vllm", 2));
        var (_, scale) = await SendAsync("GET", Deployments + "/vllm/scale");
        Assert.Equal(("Scale", 2, "app=vllm"), (scale.Text("kind"), scale.Number("spec.replicas"), scale.Text("status.selector")));
        scale["spec"]!["replicas"] = 3;
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("PUT", Deployments + "/vllm/scale", scale.ToJsonString())).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync("PUT", Deployments + "/vllm/scale", scale.ToJsonString())).Status);
        Assert.Equal((3, 2), (Server.Read(Deployments + "/vllm").Number("spec.replicas"), Server.Read(Deployments + "/vllm").Number("metadata.generation")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync("PATCH", Deployments + "/vllm/scale", """{ "spec": { "replicas": -1 } }""", Merge)).Status);
    }

    [Fact]
    public async Task Status_is_written_by_its_subresource_only()
    {
        await SendAsync("POST", Deployments, Deployment("vllm", 2));
        await SendAsync("PATCH", Deployments + "/vllm", """{ "status": { "readyReplicas": 7 } }""", Merge);
        Assert.Null(Server.Read(Deployments + "/vllm").Number("status.readyReplicas"));
        await SendAsync("PATCH", Deployments + "/vllm/status", """{ "spec": { "replicas": 9 }, "status": { "readyReplicas": 7 } }""", Merge);
        var after = Server.Read(Deployments + "/vllm");
        Assert.Equal((7, 2, 1), (after.Number("status.readyReplicas"), after.Number("spec.replicas"), after.Number("metadata.generation")));
    }

    [Fact]
    public async Task Deletes_honour_their_preconditions()
    {
        var (_, made) = await SendAsync("POST", Maps, ConfigMap("a"));
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync("DELETE", Maps + "/a", """{ "preconditions": { "uid": "other" } }""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("DELETE", Maps + "/a", $$"""{ "preconditions": { "uid": "{{made.Text("metadata.uid")}}" } }""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync("GET", Maps + "/a")).Status);
    }

    [Fact]
    public async Task A_bound_pod_goes_when_its_node_is_done_and_a_second_request_only_shortens()
    {
        Server.Put(Pods, Pod("p"));
        var (_, asked) = await SendAsync("DELETE", Pods + "/p");
        Assert.Equal(30, asked.Number("metadata.deletionGracePeriodSeconds"));
        await SendAsync("DELETE", Pods + "/p", """{ "gracePeriodSeconds": 60 }""");
        Assert.Equal(30, Server.Read(Pods + "/p").Number("metadata.deletionGracePeriodSeconds"));
        await SendAsync("DELETE", Pods + "/p", """{ "gracePeriodSeconds": 0 }""");
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync("GET", Pods + "/p")).Status);
    }
}
