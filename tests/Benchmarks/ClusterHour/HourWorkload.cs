using System.Text.Json.Nodes;

namespace SageServe.ClusterHour;

/// <summary>The documentation's example of a workload, for one model of this run.</summary>
internal static class HourWorkload
{
    /// <param name="example">As it stands in the file.</param>
    /// <param name="model">What it serves.</param>
    /// <param name="replicas">At the beginning.</param>
    public static JsonObject Make(JsonObject example, string model, int replicas)
    {
        var name = HourWorld.Workload(model);
        var made = JsonNode.Parse(example.ToJsonString().Replace("llama-a100", name, StringComparison.Ordinal))!.AsObject();
        made.Into("spec")["replicas"] = replicas;
        made.Into("spec.template.metadata.annotations")[ClusterNames.Model] = model;

        // The example waits 15 s before SIGTERM; streams here last a few seconds.
        var engine = made.Objects("spec.template.spec.containers").First();
        engine.Into("lifecycle.preStop.exec")["command"] = new JsonArray("sleep", "3");
        return made;
    }

    /// <summary>Gateways find pods by the EndpointSlices of services that are marked so.</summary>
    public static JsonObject Service(string model) => JsonNode.Parse(
        $$"""
        { "metadata": { "name": "{{model}}", "labels": { "sageserve.io/fleet": "true" } },
          "spec": { "selector": { "app": "{{HourWorld.Workload(model)}}" }, "ports": [ { "name": "http", "port": 8000, "targetPort": "http" } ] } }
        """)!.AsObject();
}
