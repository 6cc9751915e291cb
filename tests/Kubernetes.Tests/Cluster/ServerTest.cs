using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace SageServe.Kubernetes.Tests;

/// <summary>A test that speaks to the stand-in in raw HTTP.</summary>
public abstract class ServerTest : KubernetesTest
{
    protected const string Space = "api/v1/namespaces/default";
    protected const string Deployments = "apis/apps/v1/namespaces/default/deployments";

    private HttpClient _http = null!;

    protected HttpClient Http => _http;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _http = new HttpClient { BaseAddress = new Uri(Server.Url), Timeout = TimeSpan.FromSeconds(20) };
    }

    public override async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(string method, string path, string? body = null, string type = "application/json", string? token = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type));
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var response = await _http.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    protected static string ConfigMap(string name, string data = "1", string label = "a") =>
        $$"""{ "metadata": { "name": "{{name}}", "labels": { "tier": "{{label}}" } }, "data": { "key": "{{data}}" } }""";

    protected static string Deployment(string name, int replicas) =>
        $$"""
        { "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "{{name}}" },
          "spec": { "replicas": {{replicas}}, "selector": { "matchLabels": { "app": "{{name}}" } },
            "template": { "metadata": { "labels": { "app": "{{name}}" } }, "spec": { "containers": [ { "name": "vllm", "image": "vllm:1", "ports": [ { "containerPort": 8000 } ] } ] } } } }
        """;
}
