using System.Globalization;
using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>All nodes' kubelets: runs engines for bound pods, tells their state, ends them with grace and kills them after it.</summary>
internal sealed class Kubelet(IEngineHost engines, string addressBase) : IController
{
    private readonly Dictionary<string, RunningPod> _running = [];
    private int _lastAddress;

    public DateTimeOffset? NextChange { get; private set; }

    public void Reconcile(ObjectStore store)
    {
        NextChange = null;
        var nodes = store.List(ResourceTypes.Nodes).Select(PodFacts.Name).ToHashSet();
        var seen = new HashSet<string>();
        foreach (var pod in store.List(ResourceTypes.Pods).Where(p => p.Text("spec.nodeName") is { } node && nodes.Contains(node) && !p.IsOver()))
        {
            seen.Add(pod.Text("metadata.uid")!);
            if (_running.TryGetValue(pod.Text("metadata.uid")!, out var running))
            {
                Keep(store, pod, running);
            }
            else if (!pod.IsTerminating())
            {
                Start(store, pod);
            }
            else
            {
                store.Delete(ObjectKey.Of(ResourceTypes.Pods, pod));
            }
        }

        foreach (var (uid, gone) in _running.Where(r => !seen.Contains(r.Key)).ToArray())
        {
            gone.Engine.Kill();
            _running.Remove(uid);
        }
    }

    private void Start(ObjectStore store, JsonObject pod)
    {
        var ip = string.Create(CultureInfo.InvariantCulture, $"{addressBase}.{_lastAddress / 250}.{(_lastAddress % 250) + 1}");
        _lastAddress++;
        var running = new RunningPod(ip, engines.Start(pod, ip)) { Since = store.Now };
        _running[pod.Text("metadata.uid")!] = running;
        var image = pod.Objects("spec.containers").First().Text("image");
        Owned.Event(store, pod, "Pulling", $"Pulling image \"{image}\"", "kubelet");
        Owned.Event(store, pod, "Pulled", $"Successfully pulled image \"{image}\"", "kubelet");
        Owned.Event(store, pod, "Started", $"Started container {pod.Objects("spec.containers").First().Text("name")}", "kubelet");
        Keep(store, pod, running);
    }

    private void Keep(ObjectStore store, JsonObject pod, RunningPod running)
    {
        if (pod.IsTerminating())
        {
            End(store, pod, running);
            return;
        }

        if (running.Engine.HasEnded)
        {
            running.Restarts++;
            (running.Since, running.Engine) = (store.Now, engines.Start(pod, running.Ip));
        }

        Await(running.Engine.NextChange);
        PodStatus.Write(store, pod, running);
    }

    private void End(ObjectStore store, JsonObject pod, RunningPod running)
    {
        var deadline = pod.Time("metadata.deletionTimestamp")!.Value;
        if (!running.IsTerminated)
        {
            running.IsTerminated = true;
            Owned.Event(store, pod, "Killing", $"Stopping container {pod.Objects("spec.containers").First().Text("name")}", "kubelet");
            running.Engine.Terminate();
        }

        if (!running.Engine.HasEnded && store.Now >= deadline)
        {
            running.Engine.Kill();
        }

        if (running.Engine.HasEnded)
        {
            _running.Remove(pod.Text("metadata.uid")!);
            store.Delete(ObjectKey.Of(ResourceTypes.Pods, pod));
            return;
        }

        PodStatus.Write(store, pod, running);
        Await(deadline);
        Await(running.Engine.NextChange);
    }

    private void Await(DateTimeOffset? at)
    {
        if (at is { } time && (NextChange is null || time < NextChange))
        {
            NextChange = time;
        }
    }
}
