using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace SageServe.Scaler.Tests;

/// <summary>
/// One workload (or two of the same kind), its pods and its controller, as an API server tells of them. The controller acts after each write: a ReplicaSet's ranks pods by
/// class and deletion cost, the others take the highest number.
/// </summary>
/// <param name="kind">As the actuator's options name it.</param>
/// <param name="other">Name of a second workload; null: there is none.</param>
internal sealed class TinyCluster(string kind, string? other = null)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, JsonObject> _pods = new(StringComparer.Ordinal);
    private readonly JsonObject[] _workloads = [New("llama"), .. other is null ? [] : new[] { New(other) }];

    private long _version = 1;
    private int _made;

    /// <summary>Each change: collection, type, object.</summary>
    public event Action<string, string, JsonObject>? Changed;

    public WorkloadTarget Target { get; } = Views.Target(kind);

    public long Version => _version;

    /// <summary>Requests that gateways hold, by pod.</summary>
    public ConcurrentDictionary<string, int> Held { get; } = new();

    /// <summary>Requests that engines run, by pod.</summary>
    public ConcurrentDictionary<string, int> Running { get; } = new();

    /// <summary>Pods that scale-in took, and whether they were free then.</summary>
    public ConcurrentQueue<(string Name, bool Drained)> Taken { get; } = new();

    public ConcurrentQueue<JsonObject> Events { get; } = new();

    /// <summary>Port of every engine.</summary>
    public int Port { get; set; }

    /// <summary>New pods find a machine, and are ready at once.</summary>
    public bool StartsAtOnce { get; set; } = true;

    /// <summary>False: its controller is away.</summary>
    public bool Controls { get; set; } = true;

    public int Wanted => WantedOf("llama");

    public int WantedOf(string name) => Workload(name)["spec"]!["replicas"]!.GetValue<int>();

    public IReadOnlyList<ClusterPod> Pods
    {
        get
        {
            lock (_gate)
            {
                return [.. _pods.Values.Select(Read)];
            }
        }
    }

    public IReadOnlyList<string> Reasons => [.. Events.Select(e => e["reason"]!.ToString())];

    /// <summary>Somebody sets the replicas, and the controller acts.</summary>
    public void Scale(int replicas, string name = "llama")
    {
        lock (_gate)
        {
            var workload = Workload(name);
            workload["spec"]!["replicas"] = replicas;
            var generation = workload["metadata"]!["generation"]!.GetValue<int>() + 1;
            workload["metadata"]!["generation"] = generation;
            workload["status"]!["observedGeneration"] = generation;
            Act();
        }
    }

    /// <summary>Changes a pod by hand.</summary>
    public void Change(string pod, Action<JsonObject> change, bool quietly = false)
    {
        lock (_gate)
        {
            if (_pods.TryGetValue(pod, out var there))
            {
                change(there);
                Store("pods", "MODIFIED", there);
                if (!quietly)
                {
                    Act();
                }
            }
        }
    }

    public void ChangeWorkload(Action<JsonObject> change)
    {
        lock (_gate)
        {
            change(_workloads[0]);
            Store(Target.Plural, "MODIFIED", _workloads[0]);
        }
    }

    /// <param name="pod">Which.</param>
    /// <param name="ready">From now on.</param>
    /// <param name="quietly">Its controller has yet to write that it noticed.</param>
    public void SetReady(string pod, bool ready, bool quietly = false) => Change(pod, p => TinyPod.SetReady(p, ready), quietly);

    /// <summary>Somebody deletes it, and its controller makes another.</summary>
    public void Delete(string pod)
    {
        lock (_gate)
        {
            Remove(pod);
            Act();
        }
    }

    /// <summary>The answer to a read; null where there is nothing.</summary>
    /// <param name="path">Below the namespace.</param>
    /// <param name="selector">Of pods.</param>
    public JsonNode? Get(string[] path, string? selector = null)
    {
        lock (_gate)
        {
            return path switch
            {
                ["pods"] => List(_pods.Values.Where(p => selector is null || selector == $"app={App(p)}")),
                ["pods", var name] => _pods.GetValueOrDefault(name)?.DeepClone(),
                [var plural] when plural == Target.Plural => List(_workloads),
                [var plural, var name] when plural == Target.Plural => Find(name)?.DeepClone(),
                [var plural, var name, "scale"] when plural == Target.Plural && Find(name) is not null => ScaleOf(name),
                _ => null,
            };
        }
    }

    /// <summary>The answer to a merge patch; null where there is nothing, false where the version is an old one.</summary>
    public (JsonNode? Answer, bool Conflict) Patch(string[] path, JsonObject patch)
    {
        lock (_gate)
        {
            var scaled = path is [_, var workload, "scale"] ? workload : null;
            var item = scaled is not null ? Find(scaled) : path is ["pods", var name] ? _pods.GetValueOrDefault(name) : null;
            if (item is null || patch["metadata"]?["resourceVersion"]?.ToString() is { } version && version != item["metadata"]!["resourceVersion"]!.ToString())
            {
                return (null, item is not null);
            }

            if (scaled is not null)
            {
                Scale(patch["spec"]!["replicas"]!.GetValue<int>(), scaled);
                return (ScaleOf(scaled), false);
            }

            foreach (var (key, value) in patch["metadata"]!["annotations"]!.AsObject())
            {
                var annotations = item["metadata"]!["annotations"]!.AsObject();
                annotations.Remove(key);
                if (value is not null)
                {
                    annotations[key] = value.DeepClone();
                }
            }

            Store("pods", "MODIFIED", item);
            return (item.DeepClone(), false);
        }
    }

    private void Act() => _workloads.ToList().ForEach(w => Act(w, Name(w)));

    private void Act(JsonObject workload, string name)
    {
        var live = _pods.Values.Where(p => App(p) == name).Select(Read).Where(p => !p.IsGoing).ToArray();
        var wanted = WantedOf(name);
        if (Controls && live.Length > wanted)
        {
            foreach (var pod in TinyController.Ranked(Target, live).Take(live.Length - wanted))
            {
                Taken.Enqueue((pod.Name, pod.IsMarked && Held.GetValueOrDefault(pod.Name) == 0 && Running.GetValueOrDefault(pod.Name) == 0 || !pod.MayHold));
                Remove(pod.Name);
            }
        }

        for (var i = live.Length; Controls && i < wanted; i++)
        {
            var next = Target.GoesByOrdinal ? $"{name}-{Enumerable.Range(0, 1000).First(n => !_pods.ContainsKey($"{name}-{n}"))}" : $"{name}-x{++_made:000}";
            var pod = TinyPod.New(next, Port, ++_made, name, StartsAtOnce);
            _pods[next] = pod;
            Store("pods", "ADDED", pod);
        }

        var count = _pods.Values.Count(p => App(p) == name);
        workload["status"]!["replicas"] = count;
        workload["status"]!["updatedReplicas"] = count;
        Store(Target.Plural, "MODIFIED", workload);
    }

    private void Remove(string pod)
    {
        if (_pods.Remove(pod, out var gone))
        {
            Store("pods", "DELETED", gone);
        }
    }

    private void Store(string collection, string type, JsonObject item)
    {
        item["metadata"]!["resourceVersion"] = (++_version).ToString();
        Changed?.Invoke(collection, type, item.DeepClone().AsObject());
    }

    private JsonObject List(IEnumerable<JsonObject> items) => new()
    {
        ["metadata"] = new JsonObject { ["resourceVersion"] = _version.ToString() },
        ["items"] = new JsonArray([.. items.Select(i => i.DeepClone())]),
    };

    private JsonObject ScaleOf(string name) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["resourceVersion"] = Workload(name)["metadata"]!["resourceVersion"]!.ToString() },
        ["spec"] = new JsonObject { ["replicas"] = WantedOf(name) },
        ["status"] = new JsonObject { ["replicas"] = _pods.Values.Count(p => App(p) == name), ["selector"] = $"app={name}" },
    };

    private JsonObject Workload(string name) => Find(name)!;

    private JsonObject? Find(string name) => Array.Find(_workloads, w => Name(w) == name);

    private static string Name(JsonObject item) => item["metadata"]!["name"]!.ToString();

    private static string App(JsonObject pod) => pod["metadata"]!["labels"]!["app"]!.ToString();

    private static JsonObject New(string name) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "ns", ["uid"] = name == "llama" ? "w" : name, ["generation"] = 1, ["resourceVersion"] = "1" },
        ["spec"] = new JsonObject { ["replicas"] = 0 },
        ["status"] = new JsonObject { ["observedGeneration"] = 1 },
    };

    private static ClusterPod Read(JsonObject pod) => new(System.Text.Json.JsonSerializer.Deserialize<Kubernetes.Pod>(pod, System.Text.Json.JsonSerializerOptions.Web)!);
}
