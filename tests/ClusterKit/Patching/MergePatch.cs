using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>RFC 7386: values replace, objects merge, null takes away.</summary>
internal static class MergePatch
{
    public static JsonObject Apply(JsonObject current, JsonObject patch)
    {
        var merged = current.Clone();
        foreach (var (key, value) in patch)
        {
            if (value is null)
            {
                merged.Remove(key);
            }
            else
            {
                merged[key] = value is JsonObject inner ? Apply(merged[key] as JsonObject ?? [], inner) : value.DeepClone();
            }
        }

        return merged;
    }
}
