using System.Net.Http.Json;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>The processes of the soak: a gateway, and an emulator whose replicas are processes too, so that a kill is a real one.</summary>
internal sealed class StreamsStage : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly RunDirectory _directory = RunDirectory.Create();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(1) };
    private readonly AdminClient _admin = new();
    private readonly StreamsFiles _files;
    private readonly Uri _control;
    private readonly Uri _gatewayAdmin;
    private readonly ChildProcess _emulator;
    private readonly ChildProcess _gateway;
    private readonly HashSet<InstanceId> _gone = [];
    private long _version;

    public StreamsStage(StreamsOptions options)
    {
        var taken = new HashSet<int>();
        var (port, admin, control) = (PortPlan.Free(taken), PortPlan.Free(taken), PortPlan.Free(taken));
        _files = new StreamsFiles(_directory, options);
        (Gateway, _gatewayAdmin, _control) = (RegionPorts.Local(port), RegionPorts.Local(admin), RegionPorts.Local(control));
        _files.WriteFleet(_version, []);
        _emulator = ChildProcess.Start("emulator", _directory.File("emulator.log"), Programs.VllmEmulator, "--config", _files.Emulator(control), "--exit-with-parent");
        _gateway = ChildProcess.Start("gateway", _directory.File("gateway.log"), Programs.Gateway, "--config", _files.Gateway(port, admin), "--exit-with-parent");
    }

    public Uri Gateway { get; }

    public bool GatewayDied => _gateway.Died;

    /// <summary>Replicas that serve, in the order of their start.</summary>
    public IReadOnlyList<ReplicaDocument> Replicas { get; private set; } = [];

    /// <exception cref="RunFailedException">A process is not ready in time.</exception>
    public async Task ReadyAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(StartLimit);
        while (await _admin.NotReadyBecauseAsync(_control, "/healthz/ready", limit.Token) is not null)
        {
            await PauseAsync(limit.Token);
        }

        await PublishAsync(limit.Token);
        while (await _admin.NotReadyBecauseAsync(_gatewayAdmin, "/healthz/ready", limit.Token) is not null || await ReadyReplicasAsync(limit.Token) < Replicas.Count)
        {
            await PauseAsync(limit.Token);
        }
    }

    /// <summary>Tells the gateway of the replicas that there are now.</summary>
    public async Task PublishAsync(CancellationToken stop)
    {
        var list = await _admin.ReplicasAsync(_control, all: false, stop);
        Replicas = [.. list.Replicas.Where(r => !_gone.Contains(r.Id))];
        _files.WriteFleet(++_version, Replicas);
    }

    public async Task KillAsync(InstanceId id, CancellationToken stop)
    {
        _gone.Add(id);
        using var response = await _http.PostAsync(new Uri(_control, $"/control/replicas/{id}/kill"), null, stop);
    }

    public async Task HangAsync(InstanceId id, bool hangs, CancellationToken stop)
    {
        using var content = hangs ? JsonContent.Create(new ReplicaFaultDocument(Hang: true), SharedJson.Default.ReplicaFaultDocument) : null;
        using var response = await _http.PostAsync(new Uri(_control, $"/control/replicas/{id}/fault"), content, stop);
    }

    public async Task StartAsync(CancellationToken stop)
    {
        using var content = JsonContent.Create(new StartReplicasDocument(StreamsFiles.Pool, 1, 1), SharedJson.Default.StartReplicasDocument);
        using var response = await _http.PostAsync(new Uri(_control, "/control/replicas"), content, stop);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>The gateway's managed heap after a forced collection, and its resident memory, in bytes.</summary>
    public async Task<(long Heap, long Rss)> MemoryAsync(CancellationToken stop)
    {
        using var response = await _http.PostAsync(new Uri(_gatewayAdmin, "/admin/memory"), null, stop);
        using var json = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(stop), cancellationToken: stop);
        return (json.RootElement.GetProperty("heapBytes").GetInt64(), json.RootElement.GetProperty("residentBytes").GetInt64());
    }

    public string LogTail() => _gateway.LogTail();

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _emulator.DisposeAsync();
        _http.Dispose();
        _admin.Dispose();
        _directory.Dispose();
    }

    private async Task<int> ReadyReplicasAsync(CancellationToken stop)
    {
        using var fleet = await _admin.TryJsonAsync(_gatewayAdmin, "/admin/fleet", stop);
        return fleet is null ? 0 : fleet.RootElement.GetProperty("models")[0].GetProperty("replicas").EnumerateArray().Count(r => r.GetProperty("phase").GetString() == "Ready");
    }

    private Task PauseAsync(CancellationToken stop) => _emulator.Died || _gateway.Died
        ? throw new RunFailedException($"{(_gateway.Died ? _gateway : _emulator).Name} ended while it started. The end of its log:\n{(_gateway.Died ? _gateway : _emulator).LogTail()}")
        : Task.Delay(TimeSpan.FromMilliseconds(50), stop);
}
