using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>Engines that only pretend, on a given clock, for fast tests.</summary>
public sealed class ScriptedEngines(TimeProvider time) : IEngineHost
{
    private readonly ConcurrentDictionary<string, ScriptedEngine> _engines = new();

    public event Action? Changed;

    /// <summary>How long a pod takes from its start to Ready.</summary>
    public Func<JsonObject, TimeSpan> StartTime { get; set; } = _ => TimeSpan.Zero;

    /// <summary>How long it takes to end after its preStop hook.</summary>
    public Func<JsonObject, TimeSpan> EndTime { get; set; } = _ => TimeSpan.Zero;

    public IEngine Start(JsonObject pod, string ip) =>
        _engines[pod.Name()] = new ScriptedEngine(time, time.GetUtcNow() + StartTime(pod), PodEnding.PreStop(pod) + EndTime(pod));

    /// <summary>Makes a pod fail its readiness probe, or pass it again.</summary>
    public void SetReady(string pod, bool isReady)
    {
        _engines[pod].Tell(isReady);
        Changed?.Invoke();
    }

    /// <summary>The container ends by itself.</summary>
    public void Crash(string pod)
    {
        _engines[pod].Kill();
        Changed?.Invoke();
    }
}
