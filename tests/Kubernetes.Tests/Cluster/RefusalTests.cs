using System.Net;
using System.Text.Json.Nodes;

namespace SageServe.Kubernetes.Tests;

public sealed class RefusalTests : ServerTest
{
    private const string Maps = Space + "/configmaps";

    [Fact]
    public async Task Faults_meet_what_they_are_for_as_often_as_told()
    {
        Server.Faults.Add(new ServerFault { Method = "POST", Path = "configmaps", Status = 429, RetryAfter = TimeSpan.FromSeconds(7) });
        var (status, refusal) = await SendAsync("POST", Maps, ConfigMap("a"));
        Assert.Equal((HttpStatusCode.TooManyRequests, 7, "TooManyRequests"), (status, refusal.Number("details.retryAfterSeconds"), refusal.Text("reason")));
        Server.Faults.Add(new ServerFault { Method = "POST", LosesAnswer = true });
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync("POST", Maps, ConfigMap("a")));
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync("POST", Maps, ConfigMap("a"))).Status);
    }

    [Fact]
    public async Task Tokens_are_worth_what_their_rules_say_until_they_expire()
    {
        var role = JsonNode.Parse("""{ "rules": [ { "apiGroups": [""], "resources": ["configmaps"], "verbs": ["get", "create"] } ] }""")!.AsObject();
        Server.Access.Grant("good", "system:serviceaccount:default:scaler", PolicyRule.Of(role), "default");
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync("GET", Maps + "/a", token: "bad")).Status);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync("POST", Maps, ConfigMap("a"), token: "good")).Status);
        var (status, refusal) = await SendAsync("DELETE", Maps + "/a", token: "good");
        Assert.Equal((HttpStatusCode.Forbidden, "Forbidden"), (status, refusal.Text("reason")));
        Assert.Contains("User \"system:serviceaccount:default:scaler\" cannot delete resource \"configmaps\" in API group \"\" in the namespace \"default\"", refusal.Text("message"));
        Server.Access.Expire("good");
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync("GET", Maps + "/a", token: "good")).Status);
    }

    [Theory]
    [InlineData("2026-03-02T08:00:00.000000Z", HttpStatusCode.Created)]
    [InlineData("2026-03-02T08:00:00Z", HttpStatusCode.BadRequest)]
    public async Task Times_of_leases_have_six_decimals(string time, HttpStatusCode expected) =>
        Assert.Equal(expected, (await SendAsync("POST", "apis/coordination.k8s.io/v1/namespaces/default/leases", $$"""{ "metadata": { "name": "l" }, "spec": { "renewTime": "{{time}}" } }""")).Status);

    [Fact]
    public async Task A_namespace_that_is_not_there_is_not_found() =>
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync("POST", "api/v1/namespaces/none/configmaps", ConfigMap("a"))).Status);
}
