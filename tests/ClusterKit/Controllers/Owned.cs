using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>Makes the objects that workloads own.</summary>
internal static class Owned
{
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";

    public static JsonObject Pod(JsonObject owner, string name, JsonObject template, params (string Name, string Value)[] labels)
    {
        var pod = new JsonObject
        {
            ["metadata"] = template["metadata"]?.DeepClone() ?? new JsonObject(),
            ["spec"] = template["spec"]!.DeepClone(),
            ["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = "BestEffort" },
        };
        return Put(pod, owner, name, labels);
    }

    public static JsonObject Put(JsonObject item, JsonObject owner, string name, params (string Name, string Value)[] labels)
    {
        var metadata = item.Into("metadata");
        metadata["name"] = name;
        metadata["namespace"] = owner.Namespace();
        foreach (var (label, value) in labels)
        {
            metadata.Into("labels")[label] = value;
        }

        metadata["ownerReferences"] = new JsonArray(new JsonObject
        {
            ["apiVersion"] = owner.Text("apiVersion"), ["kind"] = owner.Text("kind"), ["name"] = owner.Name(), ["uid"] = owner.Text("metadata.uid"),
            ["controller"] = true, ["blockOwnerDeletion"] = true,
        });
        return item;
    }

    public static JsonObject[] Of(ObjectStore store, ResourceType type, JsonObject owner) =>
        [.. store.List(type, owner.Namespace()).Where(o => o.IsOwnedBy(owner))];

    /// <summary>A short name of a template.</summary>
    public static string Hash(JsonObject template)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(template.ToJsonString()));
        return new string([.. digest.Take(10).Select(b => Letters[b % Letters.Length])]);
    }

    public static void SetReplicas(ObjectStore store, ResourceType type, JsonObject item, int replicas) =>
        store.Update(ObjectKey.Of(type, item), o => o.Into("spec")["replicas"] = replicas);

    /// <summary>Writes an event about an object, once per reason and object.</summary>
    public static void Event(ObjectStore store, JsonObject about, string reason, string message, string component, string type = "Normal")
    {
        var name = $"{about.Name()}.{Hash(new JsonObject { ["r"] = reason, ["u"] = about.Text("metadata.uid"), ["m"] = message })}";
        if (store.Find(ResourceTypes.Events, about.Namespace(), name) is not null)
        {
            return;
        }

        var now = JsonPaths.Stamp(store.Now);
        store.Create(ResourceTypes.Events, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = about.Namespace() },
            ["involvedObject"] = new JsonObject
            {
                ["kind"] = about.Text("kind"), ["apiVersion"] = about.Text("apiVersion"), ["name"] = about.Name(), ["namespace"] = about.Namespace(), ["uid"] = about.Text("metadata.uid"),
            },
            ["reason"] = reason, ["message"] = message, ["type"] = type, ["count"] = 1, ["firstTimestamp"] = now, ["lastTimestamp"] = now,
            ["source"] = new JsonObject { ["component"] = component }, ["reportingComponent"] = component, ["reportingInstance"] = "",
        });
    }
}
