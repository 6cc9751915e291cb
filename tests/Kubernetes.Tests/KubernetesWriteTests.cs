using System.Net;
using System.Text.Json.Nodes;

namespace SageServe.Kubernetes.Tests;

/// <summary>What goes over the wire, against a handler that answers by script.</summary>
public sealed class KubernetesWriteTests : IDisposable
{
    private readonly ScriptedHandler _handler = new();

    [Fact]
    public async Task An_annotation_is_set_and_another_taken_away_only_of_the_version_that_was_read()
    {
        _handler.Answers.Enqueue(_ => Answer(HttpStatusCode.OK, """{ "metadata": { "name": "p", "annotations": { "a": "1" } } }"""));
        using var client = Client();
        var pod = await client.AnnotatePodAsync("ns", "p", new Dictionary<string, string?> { ["a"] = "1", ["b"] = null }, CancellationToken.None, "77");
        Assert.Equal("1", pod.Metadata.Annotations!["a"]);
        var (method, path, type, body) = Assert.Single(_handler.Seen);
        Assert.Equal(("PATCH", "/api/v1/namespaces/ns/pods/p", "application/merge-patch+json"), (method, path, type));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{ "metadata": { "annotations": { "a": "1", "b": null }, "resourceVersion": "77" } }"""), JsonNode.Parse(body)));
    }

    [Fact]
    public async Task A_scale_goes_with_the_version_that_was_read()
    {
        _handler.Answers.Enqueue(_ => Answer(HttpStatusCode.Conflict, """{ "reason": "Conflict", "message": "changed" }"""));
        using var client = Client();
        var e = await Assert.ThrowsAsync<KubernetesException>(() => client.PatchScaleAsync("ns", "apis/apps/v1/statefulsets", "w", 3, CancellationToken.None, "9"));
        Assert.True(e.IsConflict);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{ "spec": { "replicas": 3 }, "metadata": { "resourceVersion": "9" } }"""), JsonNode.Parse(_handler.Seen.Single().Body)));
    }

    [Fact]
    public async Task A_server_that_has_too_much_to_do_says_for_how_long()
    {
        _handler.Answers.Enqueue(_ =>
        {
            var answer = Answer(HttpStatusCode.TooManyRequests, "");
            answer.Headers.Add("Retry-After", "7");
            return answer;
        });
        using var client = Client();
        var e = await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync(ResourceKinds.ConfigMaps, "ns", "plan", CancellationToken.None));
        Assert.Equal((true, TimeSpan.FromSeconds(7)), (e.IsPassing, e.RetryAfter));
    }

    [Fact]
    public async Task A_token_that_was_replaced_is_read_again_and_tried_once()
    {
        var tokens = new Queue<string>(["old", "new", "new"]);
        var sent = new List<string?>();
        HttpResponseMessage Judge(HttpRequestMessage request)
        {
            sent.Add(request.Headers.Authorization?.Parameter);
            return request.Headers.Authorization?.Parameter == "new" ? Answer(HttpStatusCode.OK, """{ "metadata": { "name": "plan" } }""") : Answer(HttpStatusCode.Unauthorized, "{}");
        }

        _handler.Answers.Enqueue(Judge);
        _handler.Answers.Enqueue(Judge);
        using var client = Client(new TokenHandler(tokens.Dequeue, _handler));
        var made = await client.CreateAsync(ResourceKinds.ConfigMaps, new ConfigMap { Metadata = new ObjectMeta { Name = "plan", Namespace = "ns" }, Data = new Dictionary<string, string> { ["plan.json"] = "{}" } }, CancellationToken.None);
        Assert.Equal("plan", made.Metadata.Name);
        Assert.Equal(["old", "new"], sent);
        Assert.Equal(_handler.Seen.First().Body, _handler.Seen.Last().Body);
        Assert.Contains("\"plan.json\"", _handler.Seen.Last().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_refused_and_still_the_same_is_not_tried_again()
    {
        _handler.Answers.Enqueue(_ => Answer(HttpStatusCode.Unauthorized, """{ "reason": "Unauthorized" }"""));
        using var client = Client(new TokenHandler(() => "old", _handler));
        var e = await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync(ResourceKinds.ConfigMaps, "ns", "plan", CancellationToken.None));
        Assert.Equal(HttpStatusCode.Unauthorized, e.Status);
        Assert.Single(_handler.Seen);
    }

    public void Dispose() => _handler.Dispose();

    private static HttpResponseMessage Answer(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body) };

    private KubernetesClient Client(HttpMessageHandler? handler = null) =>
        new(new HttpClient(handler ?? _handler) { BaseAddress = new Uri("http://api/") }, TimeProvider.System);
}
