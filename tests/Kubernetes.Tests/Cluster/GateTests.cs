using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace SageServe.Kubernetes.Tests;

/// <summary>Gates of pods, the end of a namespace, and questions about rights.</summary>
public sealed class GateTests : ClusterTest
{
    [Fact]
    public async Task A_pod_with_a_readiness_gate_is_ready_when_its_containers_are_and_the_gate_is_open()
    {
        Cluster.AddNode("a", 0);
        await PutAsync("""{ "readinessGates": [ { "conditionType": "x.y/z" } ], "containers": [ { "name": "c" } ] }""");
        Assert.Equal(("Running", "True", "False"), (Pod().Text("status.phase"), Condition("ContainersReady"), Condition("Ready")));

        Change(ResourceTypes.Pods, "p", o => o.SetCondition("x.y/z", true, Time.GetUtcNow()));
        await SettledAsync();
        Assert.Equal("True", Condition("Ready"));

        Change(ResourceTypes.Pods, "p", o => o.SetCondition("x.y/z", false, Time.GetUtcNow()));
        await SettledAsync();
        Assert.Equal(("True", "False"), (Condition("ContainersReady"), Condition("Ready")));
        Assert.Equal("ReadinessGatesNotReady", Pod().Condition("Ready").Text("reason"));
    }

    [Fact]
    public async Task A_pod_with_a_scheduling_gate_gets_no_node_until_it_is_taken_away()
    {
        Cluster.AddNode("a", 0);
        await PutAsync("""{ "schedulingGates": [ { "name": "x.y/z" } ], "containers": [ { "name": "c" } ] }""");
        Assert.Equal(("False", "SchedulingGated", null), (Condition("PodScheduled"), Pod().Condition("PodScheduled").Text("reason"), Pod().Text("spec.nodeName")));

        Change(ResourceTypes.Pods, "p", o => o["spec"]!.AsObject().Remove("schedulingGates"));
        await SettledAsync();
        Assert.Equal(("True", "a"), (Condition("PodScheduled"), Pod().Text("spec.nodeName")));
    }

    [Fact]
    public async Task A_removed_namespace_takes_nothing_new_and_goes_with_all_that_is_in_it()
    {
        Cluster.AddNode("a", 0);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync("POST", "api/v1/namespaces", """{ "metadata": { "name": "own" } }""")).Status);
        var engines = """{ "metadata": { "name": "e" }, "spec": { "replicas": 2, "selector": { "matchLabels": { "a": "b" } }, "template": { "metadata": { "labels": { "a": "b" } }, "spec": { "containers": [ { "name": "c", "lifecycle": { "preStop": { "sleep": { "seconds": 5 } } } } ] } } } }""";
        Assert.Equal(HttpStatusCode.Created, (await SendAsync("POST", "apis/apps/v1/namespaces/own/deployments", engines)).Status);
        await SettledAsync();
        Assert.Equal(2, Store.List(ResourceTypes.Pods, "own").Length);

        await SendAsync("DELETE", "api/v1/namespaces/own");
        await SettledAsync();
        Assert.Equal("Terminating", (await SendAsync("GET", "api/v1/namespaces/own")).Body.Text("status.phase"));
        var (status, refusal) = await SendAsync("POST", "api/v1/namespaces/own/configmaps", """{ "metadata": { "name": "late" } }""");
        Assert.Equal((HttpStatusCode.Forbidden, "Forbidden"), (status, refusal.Text("reason")));
        Assert.Contains("because it is being terminated", refusal.Text("message"), StringComparison.Ordinal);

        await PassAsync(TimeSpan.FromSeconds(6));
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync("GET", "api/v1/namespaces/own")).Status);
        Assert.Empty(Store.List(ResourceTypes.Pods, "own"));
        Assert.Empty(Store.List(ResourceTypes.Deployments, "own"));
    }

    [Theory]
    [InlineData("default", "pods", "", "list", true)]
    [InlineData("default", "pods", "", "delete", false)]
    [InlineData("default", "pods", "status", "list", false)]
    [InlineData("other", "pods", "", "list", false)]
    [InlineData("default", "things", "", "list", false)]
    public async Task Who_asks_is_told_whether_they_may(string space, string resource, string subresource, string verb, bool allowed)
    {
        Cluster.Server.Access.Grant("t", "me", [new PolicyRule([""], ["pods"], ["list"])], "default");
        var review = $$"""{ "spec": { "resourceAttributes": { "namespace": "{{space}}", "resource": "{{resource}}", "verb": "{{verb}}"{{(subresource.Length > 0 ? $", \"subresource\": \"{subresource}\"" : "")}} } } }""";

        var (status, answer) = await SendAsync("POST", "apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review);

        Assert.Equal((HttpStatusCode.Created, allowed), (status, answer["status"]!["allowed"]!.GetValue<bool>()));
    }

    private JsonObject Pod() => Get(ResourceTypes.Pods, "p");

    private string? Condition(string type) => Pod().Condition(type).Text("status");

    private Task PutAsync(string spec)
    {
        Cluster.Server.Put("api/v1/namespaces/default/pods", $$"""{ "metadata": { "name": "p" }, "spec": {{spec}} }""");
        return SettledAsync();
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(string method, string path, string? body = null)
    {
        using var http = new HttpClient { BaseAddress = new Uri(Cluster.Server.Url) };
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", "t");
        using var response = await http.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
