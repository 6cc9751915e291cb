using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace SageServe.Scaler.Tests;

/// <summary>
/// One workload, its pods and its controller, as an API server tells of them. The controller acts after each write: a ReplicaSet's ranks pods by
/// class and deletion cost, the others take the highest number.
/// </summary>
/// <param name="kind">As the actuator's options name it.</param>
internal sealed class TinyCluster(string kind)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, JsonObject> _pods = new(StringComparer.Ordinal);
    private readonly JsonObject _workload = new()
    {
        ["metadata"] = new JsonObject { ["name"] = "llama", ["namespace"] = "ns", ["uid"] = "w", ["generation"] = 1, ["resourceVersion"] = "1" },
        ["spec"] = new JsonObject { ["replicas"] = 0 },
        ["status"] = new JsonObject { ["observedGeneration"] = 1 },
    };

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

    public int Wanted => _workload["spec"]!["replicas"]!.GetValue<int>();

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
    public void Scale(int replicas)
    {
        lock (_gate)
        {
            _workload["spec"]!["replicas"] = replicas;
            var generation = _workload["metadata"]!["generation"]!.GetValue<int>() + 1;
            _workload["metadata"]!["generation"] = generation;
            _workload["status"]!["observedGeneration"] = generation;
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
            change(_workload);
            Store(Target.Plural, "MODIFIED", _workload);
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
    public JsonNode? Get(string[] path)
    {
        lock (_gate)
        {
            return path switch
            {
                ["pods"] => List(_pods.Values),
                ["pods", var name] => _pods.GetValueOrDefault(name)?.DeepClone(),
                [var plural] when plural == Target.Plural => List([_workload]),
                [var plural, "llama"] when plural == Target.Plural => _workload.DeepClone(),
                [var plural, "llama", "scale"] when plural == Target.Plural => ScaleOf(),
                _ => null,
            };
        }
    }

    /// <summary>The answer to a merge patch; null where there is nothing, false where the version is an old one.</summary>
    public (JsonNode? Answer, bool Conflict) Patch(string[] path, JsonObject patch)
    {
        lock (_gate)
        {
            var isScale = path is [_, "llama", "scale"];
            var item = isScale ? _workload : path is ["pods", var name] ? _pods.GetValueOrDefault(name) : null;
            if (item is null || patch["metadata"]?["resourceVersion"]?.ToString() is { } version && version != item["metadata"]!["resourceVersion"]!.ToString())
            {
                return (null, item is not null);
            }

            if (isScale)
            {
                Scale(patch["spec"]!["replicas"]!.GetValue<int>());
                return (ScaleOf(), false);
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

    private void Act()
    {
        var live = _pods.Values.Select(Read).Where(p => !p.IsGoing).ToArray();
        if (Controls && live.Length > Wanted)
        {
            foreach (var pod in TinyController.Ranked(Target, live).Take(live.Length - Wanted))
            {
                Taken.Enqueue((pod.Name, pod.IsMarked && Held.GetValueOrDefault(pod.Name) == 0 && Running.GetValueOrDefault(pod.Name) == 0 || !pod.MayHold));
                Remove(pod.Name);
            }
        }

        for (var i = live.Length; Controls && i < Wanted; i++)
        {
            var name = Target.GoesByOrdinal ? $"llama-{Enumerable.Range(0, 1000).First(n => !_pods.ContainsKey($"llama-{n}"))}" : $"llama-x{++_made:000}";
            var pod = TinyPod.New(name, Port, ++_made, StartsAtOnce);
            _pods[name] = pod;
            Store("pods", "ADDED", pod);
        }

        _workload["status"]!["replicas"] = _pods.Count;
        _workload["status"]!["updatedReplicas"] = _pods.Count;
        Store(Target.Plural, "MODIFIED", _workload);
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

    private JsonObject ScaleOf() => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "llama", ["resourceVersion"] = _workload["metadata"]!["resourceVersion"]!.ToString() },
        ["spec"] = new JsonObject { ["replicas"] = Wanted },
        ["status"] = new JsonObject { ["replicas"] = _pods.Count, ["selector"] = "app=llama" },
    };

    private static ClusterPod Read(JsonObject pod) => new(System.Text.Json.JsonSerializer.Deserialize<Kubernetes.Pod>(pod, System.Text.Json.JsonSerializerOptions.Web)!);
}
