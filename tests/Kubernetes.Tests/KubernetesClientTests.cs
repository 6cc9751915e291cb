using System.Net;

namespace SageServe.Kubernetes.Tests;

public sealed class KubernetesClientTests : KubernetesTest
{
    private const string Deployments = "apis/apps/v1/deployments";

    [Fact]
    public async Task A_scale_is_read_and_patched_and_nothing_else_is_touched()
    {
        Server.Put("apis/apps/v1/namespaces/ns/deployments", """{ "metadata": { "name": "vllm" }, "spec": { "replicas": 3, "paused": true, "selector": { "matchLabels": { "app": "vllm" } } }, "status": { "replicas": 2 } }""");
        using var client = Client();
        var scale = await client.GetScaleAsync("ns", Deployments, "vllm", CancellationToken.None);
        Assert.Equal((3, 2, "app=vllm"), (scale.Spec.Replicas, scale.Status.Replicas, scale.Status.Selector));
        var patched = await client.PatchScaleAsync("ns", Deployments, "vllm", 5, CancellationToken.None);
        Assert.Equal(5, patched.Spec.Replicas);
        Assert.Equal("true", Server.Read("apis/apps/v1/namespaces/ns/deployments/vllm")["spec"]!["paused"]!.ToString());
        Assert.Equal(["GET apis/apps/v1/namespaces/ns/deployments/vllm/scale", "PATCH apis/apps/v1/namespaces/ns/deployments/vllm/scale"], Server.Requests);
        Assert.All(Server.Tokens, t => Assert.Equal("Bearer secret", t));
    }

    [Fact]
    public async Task A_refusal_tells_status_reason_and_message()
    {
        using var client = Client();
        var e = await Assert.ThrowsAsync<KubernetesException>(() => client.GetScaleAsync("ns", Deployments, "none", CancellationToken.None));
        Assert.True(e.IsNotFound);
        Assert.Equal((HttpStatusCode.NotFound, "NotFound"), (e.Status, e.Reason));
        Assert.Contains("deployments.apps \"none\" not found", e.Message);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.PatchScaleAsync("ns", Deployments, "none", -1, CancellationToken.None));
    }

    [Fact]
    public async Task A_list_comes_whole_over_several_pages()
    {
        for (var i = 0; i < 1201; i++)
        {
            Server.Put(Pods, Pod($"p{i:0000}", ready: i % 2 == 0));
        }

        using var client = Client();
        var list = await client.ListAsync(ResourceKinds.Pods, "ns", "app=vllm,tier in (a)", CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, 1201).Select(i => $"p{i:0000}"), list.Items.Select(p => p.Metadata.Name));
        Assert.Equal(601, list.Items.Count(p => p.IsReady));
        Assert.Equal(("10.0.0.7", "node-1", "Running"), (list.Items[0].Status.PodIp, list.Items[0].Spec.NodeName, list.Items[0].Status.Phase));
        Assert.Equal(3, Server.Requests.Count);
        Assert.All(Server.Requests, r => Assert.Contains("labelSelector=app%3Dvllm%2Ctier%20in%20%28a%29", r));
    }

    [Fact]
    public async Task Endpoint_slices_are_read_with_their_conditions()
    {
        Server.Put(
            "apis/discovery.k8s.io/v1/namespaces/ns/endpointslices",
            """
            { "metadata": { "name": "s" }, "addressType": "IPv4", "ports": [ { "name": "http", "port": 8000, "protocol": "TCP" } ],
              "endpoints": [ { "addresses": [ "10.0.0.1" ], "conditions": { "ready": true, "serving": true, "terminating": false }, "targetRef": { "kind": "Pod", "name": "p" } },
                             { "addresses": [ "10.0.0.2" ], "conditions": { "terminating": true } } ] }
            """);
        using var client = Client();
        var slice = Assert.Single((await client.ListAsync(ResourceKinds.EndpointSlices, "ns", null, CancellationToken.None)).Items);
        Assert.Equal([new EndpointPort("http", 8000)], slice.Ports!);
        Assert.Equal(("10.0.0.1", true, "p"), (slice.Endpoints![0].Addresses[0], slice.Endpoints[0].Conditions!.Ready, slice.Endpoints[0].TargetRef!.Name));
        Assert.Equal(new EndpointConditions(Terminating: true), slice.Endpoints[1].Conditions);
    }

    [Fact]
    public async Task A_lease_goes_there_and_back_and_an_old_version_is_a_conflict()
    {
        using var client = Client();
        var at = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
        var created = await client.CreateLeaseAsync(
            new Lease { Metadata = new ObjectMeta { Name = "leader", Namespace = "ns" }, Spec = new LeaseSpec { HolderIdentity = "a", RenewTime = at, LeaseDurationSeconds = 10 } },
            CancellationToken.None);
        Assert.Equal("2026-03-02T08:00:00.000000Z", Server.Read("apis/coordination.k8s.io/v1/namespaces/ns/leases/leader")["spec"]!["renewTime"]!.ToString());
        var read = await client.GetLeaseAsync("ns", "leader", CancellationToken.None);
        Assert.Equal(at, read.Spec.RenewTime);
        await client.ReplaceLeaseAsync(created with { Spec = created.Spec with { HolderIdentity = "b" } }, CancellationToken.None);
        var e = await Assert.ThrowsAsync<KubernetesException>(() => client.ReplaceLeaseAsync(created, CancellationToken.None));
        Assert.True(e.IsConflict);
    }
}
