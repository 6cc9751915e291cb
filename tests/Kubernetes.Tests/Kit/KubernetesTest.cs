namespace SageServe.Kubernetes.Tests;

/// <summary>A test against an API server of its own.</summary>
public abstract class KubernetesTest : IAsyncLifetime
{
    protected const string Pods = "api/v1/namespaces/ns/pods";

    protected ApiServer Server { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Server = await ApiServer.Start();
        Server.AddNamespace("ns");
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected KubernetesClient Client(TimeProvider? time = null) =>
        new(new KubernetesAccess { Server = new Uri(Server.Url), Token = () => "secret" }, time ?? TimeProvider.System);

    protected static string Pod(string name, string phase = "Running", bool ready = true) =>
        $$"""
        { "kind": "Pod", "metadata": { "name": "{{name}}", "namespace": "ns", "labels": { "app": "vllm", "tier": "a" }, "uid": "ignored" },
          "spec": { "nodeName": "node-1", "containers": [] },
          "status": { "phase": "{{phase}}", "podIP": "10.0.0.7", "conditions": [ { "type": "Ready", "status": "{{(ready ? "True" : "False")}}", "lastTransitionTime": "2026-03-02T08:00:00Z" } ] } }
        """;
}
