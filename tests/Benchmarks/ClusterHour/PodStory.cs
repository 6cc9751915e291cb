using System.Text.Json.Nodes;

namespace SageServe.ClusterHour;

/// <param name="Name">Of the pod.</param>
/// <param name="Workload">That it belongs to.</param>
/// <param name="Hash">Of its template, where it has one.</param>
/// <param name="FirstSeen">When it came.</param>
internal sealed record PodStory(string Name, string Workload, string? Hash, DateTimeOffset FirstSeen)
{
    public string? Node { get; private set; }

    public DateTimeOffset? ReadyAt { get; private set; }

    public DateTimeOffset? MarkedAt { get; private set; }

    /// <summary>Its machine was to be taken away.</summary>
    public bool IsReclaimed { get; private set; }

    public DateTimeOffset? GoneAt { get; set; }

    public override string ToString() => $"{Name} on {Node}: came {FirstSeen:HH:mm:ss.f}, ready {ReadyAt:HH:mm:ss.f}, marked {MarkedAt:HH:mm:ss.f}, gone {GoneAt:HH:mm:ss.f}{(IsReclaimed ? ", reclaimed" : "")}";

    public void Saw(JsonObject pod, DateTimeOffset now)
    {
        Node = pod.Text("spec.nodeName") is { Length: > 0 } node ? node : Node;
        ReadyAt ??= pod.IsReady() ? now : null;
        MarkedAt = (pod.At("metadata.annotations") as JsonObject)?[ClusterNames.Draining] is not null ? MarkedAt ?? now : pod.Text("metadata.deletionTimestamp") is null ? null : MarkedAt;
        IsReclaimed |= pod.Objects("status.conditions").Any(c => c.Text("type") == "DisruptionTarget" && c.Text("status") == "True");
    }
}
