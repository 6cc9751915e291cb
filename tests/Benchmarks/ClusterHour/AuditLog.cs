using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace SageServe.ClusterHour;

/// <summary>What happened in one cluster, seen from the cluster's side alone: writes with their users, and pods that came and went.</summary>
internal sealed class AuditLog
{
    public const string Pacing = "sageserve-pacing";
    public const string Planning = "sageserve-planning";

    private readonly Cluster _cluster;
    private readonly ConcurrentQueue<AuditLine> _lines = new();
    private readonly Dictionary<string, PodStory> _pods = [];

    public AuditLog(Cluster cluster)
    {
        _cluster = cluster;
        cluster.Server.Written += _lines.Enqueue;
    }

    /// <summary>In the order of the store.</summary>
    public IReadOnlyList<AuditLine> Lines => [.. _lines.OrderBy(l => l.Version)];

    public IReadOnlyCollection<PodStory> Pods => _pods.Values;

    /// <summary>Who has the lease now; null while nobody has.</summary>
    public string? Holder(string lease) => Blank(_cluster.Store.Find(new ObjectKey(ResourceTypes.Leases, "default", lease)).Text("spec.holderIdentity"));

    public int Events(string reason) => _cluster.Store.List(ResourceTypes.Events).Where(e => e.Text("reason") == reason).Sum(e => e.Number("count") ?? 1);

    /// <summary>Looks at the pods; called often.</summary>
    public void Look()
    {
        var now = _cluster.Store.Now;
        var there = new HashSet<string>();
        foreach (var pod in _cluster.Store.List(ResourceTypes.Pods))
        {
            var name = pod.Name();
            there.Add(name + pod.Text("metadata.uid"));
            if (!_pods.TryGetValue(name + pod.Text("metadata.uid"), out var story))
            {
                _pods.Add(name + pod.Text("metadata.uid"), story = new PodStory(name, pod.At("metadata.labels")!["app"]!.ToString(), pod.At("metadata.labels")!["pod-template-hash"]?.ToString(), now));
            }

            story.Saw(pod, now);
        }

        foreach (var (_, story) in _pods.Where(p => !there.Contains(p.Key)))
        {
            story.GoneAt ??= now;
        }
    }

    /// <summary>For a look at what went wrong.</summary>
    public void WriteTo(string file) => File.WriteAllLines(
        file,
        [
            .. _pods.Values.OrderBy(p => p.FirstSeen).Select(p => p.ToString()),
            .. Lines.Where(l => l.Resource != "leases" && l.Resource != "events").Select(l => $"{l.At:HH:mm:ss.fff} {l.User} {l.Verb} {l.Resource} {l.Name} {l.Body.At("spec.replicas")} {l.Body.At("metadata.annotations")?.ToJsonString()}"),
            .. _cluster.Store.List(ResourceTypes.Events).Select(e => $"{e.Text("lastTimestamp")} {e.Text("involvedObject.name")} {e.Text("reason")} x{e.Text("count")}: {e.Text("message")}"),
        ]);

    private static string? Blank(string? text) => text is null or "" ? null : text;
}
