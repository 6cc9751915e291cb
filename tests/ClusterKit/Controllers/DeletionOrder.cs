using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>Which pods a ReplicaSet gives up first, as the real controller ranks them (pkg/controller, ActivePodsWithRanks).</summary>
internal sealed class DeletionOrder(IReadOnlyDictionary<string, int> podsOnNode, DateTimeOffset now, Misbehaviour broken = Misbehaviour.None) : IComparer<JsonObject>
{
    private static readonly string[] Phases = ["Pending", "Unknown", "Running"];

    public int Compare(JsonObject? x, JsonObject? y)
    {
        var ignoresNodes = broken.HasFlag(Misbehaviour.IgnoresAssignment) && !(IsAssigned(x!) && IsAssigned(y!));
        int[] order =
        [
            ignoresNodes ? 0 : IsAssigned(x!).CompareTo(IsAssigned(y!)),
            ignoresNodes ? 0 : Phase(x!).CompareTo(Phase(y!)),
            ignoresNodes || broken.HasFlag(Misbehaviour.IgnoresReadiness) ? 0 : x!.IsReady().CompareTo(y!.IsReady()),
            broken.HasFlag(Misbehaviour.IgnoresDeletionCost) ? 0 : x!.Cost().CompareTo(y!.Cost()),
            Neighbours(y!).CompareTo(Neighbours(x!)),
            x!.IsReady() ? Younger(x!.ReadySince(), y!.ReadySince(), x!, y!) : 0,
            y!.Restarts().CompareTo(x!.Restarts()),
            Younger(x!.Time("metadata.creationTimestamp"), y!.Time("metadata.creationTimestamp"), x!, y!),
        ];
        return order.FirstOrDefault(o => o != 0);
    }

    private static bool IsAssigned(JsonObject pod) => pod.Text("spec.nodeName") is { Length: > 0 };

    private static int Phase(JsonObject pod) => Array.IndexOf(Phases, pod.Text("status.phase"));

    private int Neighbours(JsonObject pod) => podsOnNode.GetValueOrDefault(pod.Text("spec.nodeName") ?? "");

    // Ages are compared by their magnitude; within one, the uid decides.
    private int Younger(DateTimeOffset? x, DateTimeOffset? y, JsonObject a, JsonObject b)
    {
        if (x == y)
        {
            return 0;
        }

        var difference = Magnitude(x).CompareTo(Magnitude(y));
        return difference != 0 ? difference : string.CompareOrdinal(a.Text("metadata.uid"), b.Text("metadata.uid"));
    }

    private int Magnitude(DateTimeOffset? since) =>
        since is { } at && now > at ? (int)Math.Log2((now - at).TotalNanoseconds) : -1;
}
