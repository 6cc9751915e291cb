using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>The next move of a Deployment between its ReplicaSets: as the real rolling update, but a change of scale in the middle of one is not shared out by proportion.</summary>
internal static class Rollout
{
    /// <returns>The set to change and its new replicas; null where nothing can move now.</returns>
    public static (JsonObject Set, int Replicas)? Step(JsonObject deployment, JsonObject current, JsonObject[] old)
    {
        var wanted = Wanted(deployment);
        if (deployment.Text("spec.strategy.type") == "Recreate")
        {
            return old.FirstOrDefault(s => Wanted(s) > 0) is { } first ? (first, 0)
                : old.Any(s => Count(s, "replicas") + Count(s, "terminatingReplicas") > 0) || Wanted(current) == wanted ? null
                : (current, wanted);
        }

        return Up(deployment, current, old, wanted) ?? Down(deployment, current, old, wanted);
    }

    public static int MostUnavailable(JsonObject deployment)
    {
        var replicas = Wanted(deployment);
        var most = WorkloadStatus.Share(deployment.At("spec.strategy.rollingUpdate.maxUnavailable"), replicas, roundsUp: false);
        return most == 0 && MostSurge(deployment) == 0 ? 1 : Math.Min(most, replicas);
    }

    private static int MostSurge(JsonObject deployment) =>
        WorkloadStatus.Share(deployment.At("spec.strategy.rollingUpdate.maxSurge"), Wanted(deployment), roundsUp: true);

    private static (JsonObject Set, int Replicas)? Up(JsonObject deployment, JsonObject current, JsonObject[] old, int wanted)
    {
        if (Wanted(current) > wanted)
        {
            return (current, wanted);
        }

        var room = wanted + MostSurge(deployment) - Wanted(current) - old.Sum(Wanted);
        var more = Math.Min(room, wanted - Wanted(current));
        return more > 0 ? (current, Wanted(current) + more) : null;
    }

    private static (JsonObject Set, int Replicas)? Down(JsonObject deployment, JsonObject current, JsonObject[] old, int wanted)
    {
        var least = wanted - MostUnavailable(deployment);
        var newlyMissing = Wanted(current) - Count(current, "availableReplicas");
        var room = Wanted(current) + old.Sum(Wanted) - least - newlyMissing;
        foreach (var set in old.Where(s => Wanted(s) > 0).OrderBy(s => s.Time("metadata.creationTimestamp")))
        {
            // Those that serve nobody go first and cost nothing.
            var unhealthy = Math.Min(room, Wanted(set) - Count(set, "availableReplicas"));
            if (unhealthy > 0)
            {
                return (set, Wanted(set) - unhealthy);
            }

            var spare = old.Append(current).Sum(s => Count(s, "availableReplicas")) - least;
            var fewer = Math.Min(Math.Min(room, spare), Wanted(set));
            if (fewer > 0)
            {
                return (set, Wanted(set) - fewer);
            }
        }

        return null;
    }

    private static int Wanted(JsonObject item) => item.Number("spec.replicas") ?? 1;

    private static int Count(JsonObject set, string name) => set.Number("status." + name) ?? 0;
}
