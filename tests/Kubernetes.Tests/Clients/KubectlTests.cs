using System.Text.Json;

namespace SageServe.Kubernetes.Tests;

/// <summary>The real kubectl against the stand-in: what it takes for a cluster is close to one.</summary>
public sealed class KubectlTests : IAsyncLifetime
{
    private static readonly string Program = Path.Combine(Repository.Root, "artifacts", "clients", "kubectl", "kubectl");

    private readonly TemporaryFolder _folder = new();
    private Cluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Program), "kubectl is not installed: ./sageserve test does that where npm is there and reaches a registry.");
        _cluster = await Cluster.StartAsync(new ScriptedEngines(TimeProvider.System) { StartTime = _ => TimeSpan.FromSeconds(1) });
        _cluster.AddNode("n1", 8);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Theory]
    [InlineData("deployment")]
    [InlineData("statefulset")]
    public async Task A_workload_is_made_watched_scaled_changed_and_deleted(string kind)
    {
        await KubectlAsync("create", "--validate=false", "-f", Manifest(kind, replicas: 3));
        await RolledOutAsync(kind);
        Assert.Equal(3, (await PodsAsync()).Count);
        await KubectlAsync("scale", kind, "vllm", "--replicas=2");
        await Eventually.True(async () => (await PodsAsync()).Count == 2, "two pods are left");
        await KubectlAsync("scale", kind, "vllm", "--replicas=5", "--current-replicas=2");
        Assert.NotEqual(0, (await RunAsync("scale", kind, "vllm", "--replicas=6", "--current-replicas=2")).ExitCode);
        Assert.Equal("5", await KubectlAsync("get", kind, "vllm", "-o", "jsonpath={.spec.replicas}"));
        await KubectlAsync("set", "image", $"{kind}/vllm", "vllm=vllm:2");
        await RolledOutAsync(kind);
        Assert.All(await PodsAsync(), p => Assert.Equal("vllm:2", p.GetProperty("spec").GetProperty("containers")[0].GetProperty("image").GetString()));
        await KubectlAsync("delete", kind, "vllm", "--wait=false");
        await Eventually.True(async () => (await PodsAsync()).Count == 0, "its pods are gone too");
    }

    [Fact]
    public async Task Pods_are_annotated_patched_selected_waited_for_and_deleted()
    {
        await KubectlAsync("create", "--validate=false", "-f", Manifest("deployment", replicas: 2));
        await RolledOutAsync("deployment");
        var name = (await PodsAsync())[0].GetProperty("metadata").GetProperty("name").GetString()!;
        await KubectlAsync("annotate", "pod", name, ClusterNames.Draining + "=3.7");
        Assert.Equal("3.7", await KubectlAsync("get", "pod", name, "-o", @"jsonpath={.metadata.annotations.sageserve\.io/draining}"));
        Assert.NotEqual(0, (await RunAsync("annotate", "pod", name, ClusterNames.Draining + "=4.1")).ExitCode);
        await KubectlAsync("annotate", "pod", name, ClusterNames.Draining + "-");
        Assert.Equal("", await KubectlAsync("get", "pod", name, "-o", @"jsonpath={.metadata.annotations.sageserve\.io/draining}"));
        foreach (var type in (string[])["merge", "strategic"])
        {
            await KubectlAsync("patch", "pod", name, "--type", type, "-p", $$"""{ "metadata": { "labels": { "by": "{{type}}" } } }""");
            Assert.Equal($"pod/{name}", (await KubectlAsync("get", "pods", "-l", $"by={type},app in (vllm)", "-o", "name")).Trim());
        }

        await KubectlAsync("patch", "pod", name, "--type", "json", "-p", """[{"op":"test","path":"/metadata/labels/by","value":"strategic"},{"op":"remove","path":"/metadata/labels/by"}]""");
        Assert.Equal("", (await KubectlAsync("get", "pods", "-l", "by", "-o", "name")).Trim());
        await KubectlAsync("delete", "pod", name, "--grace-period=1");
        Assert.NotEqual(0, (await RunAsync("get", "pod", name)).ExitCode);
        await KubectlAsync("wait", "--for=condition=Ready", "pods", "-l", "app=vllm", "--timeout=30s");
        Assert.Equal(2, (await PodsAsync()).Count);
    }

    [Fact]
    public async Task Refusals_are_shown_as_a_real_servers()
    {
        Assert.Contains("Server Version: v1.34", await KubectlAsync("version"), StringComparison.Ordinal);
        Assert.Contains("NotFound", (await RunAsync("get", "deployment", "nobody")).Errors, StringComparison.Ordinal);
        await KubectlAsync("create", "--validate=false", "-f", Manifest("deployment", replicas: 1));
        Assert.Contains("AlreadyExists", (await RunAsync("create", "--validate=false", "-f", Manifest("deployment", replicas: 1))).Errors, StringComparison.Ordinal);

        // It sends no token without TLS.
        _cluster.Server.Access.Grant("t", "admin");
        Assert.Contains("must be logged in", (await RunAsync("get", "pods")).Errors, StringComparison.Ordinal);
        _cluster.Server.Access.Expire("t");
    }

    private async Task<string> RolledOutAsync(string kind) => await KubectlAsync("rollout", "status", $"{kind}/vllm", "--timeout=60s");

    private async Task<IReadOnlyList<JsonElement>> PodsAsync() =>
        [.. JsonDocument.Parse(await KubectlAsync("get", "pods", "-o", "json")).RootElement.GetProperty("items").EnumerateArray()];

    private async Task<string> KubectlAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 0, $"kubectl {string.Join(' ', arguments)}: {result.Errors}");
        return result.Output;
    }

    private Task<CommandLineResult> RunAsync(params string[] arguments) =>
        CommandLineTool.Run(Program, ["--server", _cluster.Server.Url, "--cache-dir", _folder["cache"], .. arguments]);

    private string Manifest(string kind, int replicas) => _folder.Write($"{kind}.yaml", $$"""
        apiVersion: apps/v1
        kind: {{(kind == "deployment" ? "Deployment" : "StatefulSet")}}
        metadata: { name: vllm }
        spec:
          replicas: {{replicas}}
          selector: { matchLabels: { app: vllm } }
          template:
            metadata: { labels: { app: vllm } }
            spec:
              terminationGracePeriodSeconds: 5
              containers:
                - name: vllm
                  image: vllm:1
                  ports: [{ name: http, containerPort: 8000 }]
                  resources: { limits: { nvidia.com/gpu: "1" } }
        """);
}
