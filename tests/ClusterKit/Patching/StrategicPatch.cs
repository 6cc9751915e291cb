using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>Strategic merge in its plain cases: lists of objects that have a merge key are merged by it, others are replaced; <c>$patch: delete</c> takes an entry away.</summary>
internal static class StrategicPatch
{
    private static readonly Dictionary<string, string> MergeKeys = new()
    {
        ["containers"] = "name", ["initContainers"] = "name", ["env"] = "name", ["volumes"] = "name", ["conditions"] = "type",
        ["ports"] = "containerPort", ["volumeMounts"] = "mountPath", ["ownerReferences"] = "uid", ["addresses"] = "type", ["taints"] = "key",
    };

    public static JsonObject Apply(JsonObject current, JsonObject patch)
    {
        var merged = current.Clone();
        foreach (var (key, value) in patch.Where(p => !p.Key.StartsWith('$')))
        {
            switch (value)
            {
                case null:
                    merged.Remove(key);
                    break;
                case JsonObject inner:
                    merged[key] = inner.Text("$patch") == "replace" ? Without(inner) : Apply(merged[key] as JsonObject ?? [], inner);
                    break;
                case JsonArray list when MergeKeys.TryGetValue(key, out var by) && list.All(i => i is JsonObject):
                    merged[key] = Merge(merged[key] as JsonArray ?? [], list, by);
                    break;
                default:
                    merged[key] = value.DeepClone();
                    break;
            }
        }

        return merged;
    }

    private static JsonArray Merge(JsonArray current, JsonArray patch, string by)
    {
        var result = current.OfType<JsonObject>().Select(i => i.Clone()).ToList();
        foreach (var entry in patch.OfType<JsonObject>())
        {
            var at = result.FindIndex(i => i.Text(by) == entry.Text(by));
            if (entry.Text("$patch") == "delete")
            {
                result.RemoveAll(i => i.Text(by) == entry.Text(by));
            }
            else if (at >= 0)
            {
                result[at] = Apply(result[at], entry);
            }
            else
            {
                result.Add(entry.Clone());
            }
        }

        return new JsonArray([.. result]);
    }

    private static JsonObject Without(JsonObject item)
    {
        var copy = item.Clone();
        copy.Remove("$patch");
        return copy;
    }
}
