using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SageServe.Scaler.Tests;

/// <summary>
/// The control API of local replicas on a real socket, without replicas behind it: it keeps the list, and each call with what the fleet
/// file said when it came.
/// </summary>
internal sealed class ControlHost : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ReplicaDocument> _replicas = new();
    private readonly WebApplication _app;
    private readonly string _fleetFile;
    private int _last;

    private ControlHost(WebApplication app, string region, string fleetFile)
    {
        _app = app;
        _fleetFile = fleetFile;
        Region = new RegionId(region);
    }

    public RegionId Region { get; }

    public string Url => _app.Urls.First();

    /// <summary>Calls that change something, in order.</summary>
    public ConcurrentQueue<ControlCall> Calls { get; } = new();

    /// <summary>While true every call is answered with 500.</summary>
    public bool Broken { get; set; }

    /// <summary>While true nothing starts: there is no machine.</summary>
    public bool RefuseStarts { get; set; }

    public PoolId Pool => new(new DeploymentId(new ModelId("llama"), Region), new AcceleratorId("a100"));

    public static async Task<ControlHost> Start(string region, string fleetFile)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var host = new ControlHost(app, region, fleetFile);
        app.Use((context, next) =>
        {
            context.Response.StatusCode = 500;
            return host.Broken ? Task.CompletedTask : next(context);
        });
        app.MapGet("/control/replicas", () => host.Answer(host._replicas.Values));
        app.MapPost("/control/replicas", host.StartReplicas);
        app.MapPost("/control/replicas/{id}/drain", (string id) => host.Change("drain", id, r => r with { State = ReplicaState.Draining }));
        app.MapDelete("/control/replicas/{id}", (string id) => host.Change("stop", id, _ => null));
        await app.StartAsync();
        return host;
    }

    public InstanceId Add(ReplicaState state, int running = 0, PoolId? pool = null)
    {
        var number = Interlocked.Increment(ref _last);
        var id = new InstanceId($"{Region}-llama-{number}");
        _replicas[id.Value] = new ReplicaDocument
        {
            Id = id,
            Pool = pool ?? Pool,
            Url = $"http://127.0.0.1:{20_000 + number}",
            State = state,
            AllocatedAt = new Instant(DateTime.UnixEpoch.Ticks + number),
            Running = running,
        };
        return id;
    }

    public void Lose(InstanceId id) => _replicas.TryRemove(id.Value, out _);

    public void Fail(InstanceId id) => _replicas[id.Value] = _replicas[id.Value] with { State = ReplicaState.Failed };

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private IResult StartReplicas(StartReplicasDocument start)
    {
        if (RefuseStarts)
        {
            return Results.StatusCode(503);
        }

        Calls.Enqueue(new ControlCall("start", start.Pool.ToString(), false));
        var ids = Enumerable.Range(0, start.Count).Select(_ => Add(ReplicaState.Starting, pool: start.Pool)).ToArray();
        return Answer(ids.Select(id => _replicas[id.Value]), 201);
    }

    private IResult Change(string call, string id, Func<ReplicaDocument, ReplicaDocument?> change)
    {
        Calls.Enqueue(new ControlCall(call, id, IsMarkedInTheFile(id)));
        if (!_replicas.TryGetValue(id, out var replica))
        {
            return Results.NotFound();
        }

        if (change(replica) is { } changed)
        {
            _replicas[id] = changed;
        }
        else
        {
            _replicas.TryRemove(id, out _);
        }

        return Results.StatusCode(202);
    }

    private bool IsMarkedInTheFile(string id) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(_fleetFile), SharedJson.Default.FleetDocument)!
            .Replicas.Any(r => r.Id.Value == id && r.Draining);

    private IResult Answer(IEnumerable<ReplicaDocument> replicas, int status = 200) =>
        Results.Json(
            new ReplicaListDocument(Region, new Instant(DateTime.UnixEpoch.Ticks), [.. replicas]), SharedJson.Default.ReplicaListDocument, statusCode: status);
}
