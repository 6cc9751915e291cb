using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>How workloads tell their counts.</summary>
internal static class WorkloadStatus
{
    /// <summary>The real server leaves zeros out.</summary>
    public static void Count(JsonObject status, string name, int count)
    {
        if (count > 0)
        {
            status[name] = count;
        }
    }

    /// <summary>A number of replicas, or a share of them.</summary>
    public static int Share(JsonNode? value, int replicas, bool roundsUp)
    {
        var text = value?.ToString() ?? "0";
        if (!text.EndsWith('%'))
        {
            return int.Parse(text);
        }

        var share = int.Parse(text[..^1]) * replicas / 100.0;
        return (int)(roundsUp ? Math.Ceiling(share) : Math.Floor(share));
    }
}
