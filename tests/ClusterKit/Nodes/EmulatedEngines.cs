using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>Emulated vLLM replicas as what runs in pods: each on its pod's own address and port, started, drained and killed by the emulator's control API.</summary>
public sealed class EmulatedEngines : IEngineHost, IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, EmulatedEngine> _engines = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http;
    private readonly string _controlUrl;
    private readonly RegionId _region;
    private readonly Task _watching;

    /// <param name="controlUrl">Of the emulator's process.</param>
    /// <param name="region">That it is of.</param>
    public EmulatedEngines(string controlUrl, RegionId region)
    {
        (_controlUrl, _region) = (controlUrl.TrimEnd('/'), region);
        _http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        _watching = WatchAsync();
    }

    public event Action? Changed;

    public IEngine Start(JsonObject pod, string ip)
    {
        string Text(string name) => (pod.At("metadata.labels") as JsonObject)?[name]?.ToString() ?? (pod.At("metadata.annotations") as JsonObject)?[name]?.ToString() ?? throw new ArgumentException($"{pod.Name()} has no {name}");
        var pool = new PoolId(new DeploymentId(new ModelId(Text(ClusterNames.Model)), _region), new AcceleratorId(Text(ClusterNames.Accelerator)));
        var port = pod.Objects("spec.containers").First().Objects("ports").First().Number("containerPort") ?? 8000;
        var engine = new EmulatedEngine(this, PodEnding.PreStop(pod), PodEnding.Shutdown(pod));
        _engines[pod.Name()] = engine;
        _ = StartAsync(engine, new StartReplicasDocument(pool, 1) { Host = ip, Port = (int)port });
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _http.Dispose();
        _stop.Dispose();
    }

    internal Task DrainAsync(string id, TimeSpan limit) => PostAsync($"{Uri.EscapeDataString(id)}/drain?limitSeconds={(int)limit.TotalSeconds}");

    internal Task KillAsync(string id) => PostAsync($"{Uri.EscapeDataString(id)}/kill");

    private async Task PostAsync(string path)
    {
        using var response = await _http.PostAsync(new Uri($"{_controlUrl}/control/replicas/{path}"), null, _stop.Token);
    }

    private async Task StartAsync(EmulatedEngine engine, StartReplicasDocument order)
    {
        using var response = await _http.PostAsJsonAsync(new Uri($"{_controlUrl}/control/replicas"), order, SharedJson.Default.StartReplicasDocument, _stop.Token);
        response.EnsureSuccessStatusCode();
        var started = await response.Content.ReadFromJsonAsync(SharedJson.Default.ReplicaListDocument, _stop.Token);
        engine.Id = started!.Replicas[0].Id.Value;
    }

    private async Task WatchAsync()
    {
        using var beat = new PeriodicTimer(Beat);
        try
        {
            while (await beat.WaitForNextTickAsync(_stop.Token))
            {
                var list = await _http.GetFromJsonAsync(new Uri($"{_controlUrl}/control/replicas?all=true"), SharedJson.Default.ReplicaListDocument, _stop.Token);
                var states = list!.Replicas.ToDictionary(r => r.Id.Value, r => r.State);
                var changed = false;
                foreach (var engine in _engines.Values)
                {
                    changed |= engine.Saw(states);
                }

                if (changed)
                {
                    Changed?.Invoke();
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException && _stop.IsCancellationRequested)
        {
            // The test is over.
        }
    }
}
