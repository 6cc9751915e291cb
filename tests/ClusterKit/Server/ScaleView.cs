using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>A workload as its scale subresource shows it.</summary>
internal static class ScaleView
{
    public static JsonObject Of(ResourceType type, JsonObject item)
    {
        var metadata = new JsonObject();
        foreach (var name in new[] { "name", "namespace", "uid", "resourceVersion", "creationTimestamp" })
        {
            metadata[name] = item.At("metadata." + name)?.DeepClone();
        }

        // Zero is left out of the spec, and stands in the status.
        var spec = new JsonObject();
        if ((item.Number("spec.replicas") ?? 1) is var wanted and not 0)
        {
            spec["replicas"] = wanted;
        }

        var status = new JsonObject { ["replicas"] = item.Number("status.replicas") ?? 0 };
        var selector = item.At(type.ScaleSelector) switch
        {
            JsonObject labels => LabelSelector.Of(labels).ToString(),
            JsonValue text => text.ToString(),
            _ => null,
        };
        if (selector is not null)
        {
            status["selector"] = selector;
        }

        return new JsonObject { ["kind"] = "Scale", ["apiVersion"] = "autoscaling/v1", ["metadata"] = metadata, ["spec"] = spec, ["status"] = status };
    }
}
