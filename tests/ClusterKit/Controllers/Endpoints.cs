using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>Writes EndpointSlices of Services: who is behind them, and whether they serve. Annotations of pods are not copied.</summary>
internal sealed class Endpoints : IController
{
    private const int MostPerSlice = 100;

    public void Reconcile(ObjectStore store)
    {
        foreach (var service in store.List(ResourceTypes.Services).Where(s => s.At("spec.selector") is JsonObject && !s.IsTerminating()))
        {
            var selector = LabelSelector.Of(service.At("spec.selector")!.AsObject());
            var pods = store.List(ResourceTypes.Pods, service.Namespace())
                .Where(p => selector.Matches(p) && !p.IsOver() && p.Text("status.podIP") is { Length: > 0 })
                .Chunk(MostPerSlice).DefaultIfEmpty([]).ToArray();
            for (var i = 0; i < pods.Length; i++)
            {
                Write(store, service, $"{service.Name()}-{Owned.Hash(new JsonObject { ["i"] = i })[..5]}", pods[i]);
            }
        }
    }

    private static void Write(ObjectStore store, JsonObject service, string name, JsonObject[] pods)
    {
        var key = new ObjectKey(ResourceTypes.EndpointSlices, service.Namespace(), name);
        var endpoints = new JsonArray([.. pods.Select(p => (JsonNode)Endpoint(service, p, store.Breaks(Misbehaviour.CallsAllReady)))]);
        var ports = Ports(service, pods.FirstOrDefault());
        if (store.Update(key, o => (o["endpoints"], o["ports"]) = (endpoints, ports)) is null)
        {
            var slice = new JsonObject { ["addressType"] = "IPv4", ["endpoints"] = endpoints, ["ports"] = ports };
            // A Service's labels are copied to its slices, its annotations and those of pods are not.
            slice.Into("metadata")["labels"] = service.At("metadata.labels")?.DeepClone() ?? new JsonObject();
            store.Create(ResourceTypes.EndpointSlices, Owned.Put(
                slice, service, name, ("kubernetes.io/service-name", service.Name()), ("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io")));
        }
    }

    private static JsonObject Endpoint(JsonObject service, JsonObject pod, bool callsAllReady)
    {
        var (serves, ends) = (callsAllReady || pod.IsReady() || service.Text("spec.publishNotReadyAddresses") == "true", pod.IsTerminating());
        return new JsonObject
        {
            ["addresses"] = new JsonArray(pod.Text("status.podIP")),
            ["conditions"] = new JsonObject { ["ready"] = serves && !ends, ["serving"] = serves, ["terminating"] = ends },
            ["nodeName"] = pod.Text("spec.nodeName"),
            ["targetRef"] = new JsonObject { ["kind"] = "Pod", ["namespace"] = pod.Namespace(), ["name"] = pod.Name(), ["uid"] = pod.Text("metadata.uid") },
        };
    }

    private static JsonArray Ports(JsonObject service, JsonObject? pod) => new([.. service.Objects("spec.ports").Select(p => (JsonNode)new JsonObject
    {
        ["name"] = p.Text("name") ?? "", ["protocol"] = p.Text("protocol") ?? "TCP", ["port"] = Target(p, pod),
    })]);

    private static int? Target(JsonObject port, JsonObject? pod)
    {
        var named = port.Text("targetPort");
        return named is null ? port.Number("port")
            : int.TryParse(named, out var number) ? number
            : pod.Objects("spec.containers").SelectMany(c => c.Objects("ports")).FirstOrDefault(p => p.Text("name") == named)?.Number("containerPort");
    }
}
