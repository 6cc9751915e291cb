using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SageServe.Scaler.Tests;

/// <summary>The API server of a <see cref="TinyCluster"/> on a real socket; at other paths its gateway's admin listener and its engines' metrics, each at the address of its pod.</summary>
internal sealed class TinyServer : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<(string Collection, Channel<string> Lines)> _watchers = [];
    private readonly List<(long Version, string Collection, string Line)> _past = [];
    private readonly WebApplication _app;
    private readonly TinyCluster _cluster;
    private int _events;

    private TinyServer(WebApplication app, TinyCluster cluster) => (_app, _cluster) = (app, cluster);

    public string Url => $"http://127.0.0.1:{Port}";

    public int Port => new Uri(_app.Urls.First()).Port;

    /// <summary>Null answers a call properly, else with this status.</summary>
    public Func<HttpRequest, int?> Fault { get; set; } = _ => null;

    /// <summary>As <see cref="Fault"/>, but what was asked is done before.</summary>
    public Func<HttpRequest, int?> LateFault { get; set; } = _ => null;

    /// <summary>False: the gateway does not answer.</summary>
    public bool GatewayAnswers { get; set; } = true;

    /// <summary>The only token that is taken; null takes all.</summary>
    public string? Token { get; set; }

    public static async Task<TinyServer> StartAsync(TinyCluster cluster, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://0.0.0.0:{port}");
        var app = builder.Build();
        var server = new TinyServer(app, cluster);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        cluster.Port = server.Port;
        cluster.Changed += server.Publish;
        return server;
    }

    /// <summary>Ends all watches and forgets the past, as a server that was restarted: older versions are gone (410).</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _past.Clear();
            _past.Add((_cluster.Version, "", ""));
            _watchers.ForEach(w => w.Lines.Writer.TryComplete());
            _watchers.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _cluster.Changed -= Publish;
        Forget();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var parts = http.Request.Path.Value!.Trim('/').Split('/');
        if (parts[0] is not ("api" or "apis"))
        {
            await NeighbourAsync(http, parts);
            return;
        }

        if (Token is not null && http.Request.Headers.Authorization != "Bearer " + Token)
        {
            await RefuseAsync(http, 401);
        }
        else if (Fault(http.Request) is { } status)
        {
            http.Response.Headers.RetryAfter = "1";
            await RefuseAsync(http, status);
        }
        else
        {
            await ApiAsync(http, parts[(Array.IndexOf(parts, "namespaces") + 2)..]);
        }
    }

    private async Task ApiAsync(HttpContext http, string[] path)
    {
        if (http.Request.Query.ContainsKey("watch"))
        {
            await WatchAsync(http, path[0]);
            return;
        }

        var body = http.Request.ContentLength > 0 ? (await JsonNode.ParseAsync(http.Request.Body))!.AsObject() : null;
        var (answer, conflict) = http.Request.Method switch
        {
            "GET" => (_cluster.Get(path, http.Request.Query["labelSelector"]), false),
            "PATCH" => _cluster.Patch(path, body!),
            "POST" or "PUT" when path[0] == "events" => (Event(body!), false),
            _ => (null, false),
        };
        if (LateFault(http.Request) is { } status)
        {
            await RefuseAsync(http, status);
            return;
        }

        await (answer is null ? RefuseAsync(http, conflict ? 409 : 404) : http.Response.WriteAsync(answer.ToJsonString()));
    }

    private JsonObject Event(JsonObject body)
    {
        _cluster.Events.Enqueue(body.DeepClone().AsObject());
        body["metadata"]!["resourceVersion"] = (++_events).ToString();
        return body;
    }

    private async Task WatchAsync(HttpContext http, string collection)
    {
        var since = long.Parse(http.Request.Query["resourceVersion"]!);
        var lines = Channel.CreateUnbounded<string>();
        lock (_gate)
        {
            if (_past is [(var oldest, "", ""), ..] && since < oldest)
            {
                lines = null;
            }
            else
            {
                _past.Where(p => p.Version > since && p.Collection == collection).ToList().ForEach(p => lines.Writer.TryWrite(p.Line));
                _watchers.Add((collection, lines));
            }
        }

        if (lines is null)
        {
            await RefuseAsync(http, 410);
            return;
        }

        await http.Response.StartAsync();
        await foreach (var line in lines.Reader.ReadAllAsync(http.RequestAborted))
        {
            await http.Response.WriteAsync(line + "\n");
            await http.Response.Body.FlushAsync();
        }
    }

    private void Publish(string collection, string type, JsonObject item)
    {
        var line = new JsonObject { ["type"] = type, ["object"] = item }.ToJsonString();
        lock (_gate)
        {
            _past.Add((_cluster.Version, collection, line));
            _watchers.Where(w => w.Collection == collection).ToList().ForEach(w => w.Lines.Writer.TryWrite(line));
        }
    }

    private async Task NeighbourAsync(HttpContext http, string[] path)
    {
        var pods = _cluster.Pods;
        if (path is ["admin", "held"] && GatewayAnswers)
        {
            var replicas = http.Request.Query["id"].Select(id => new HeldReplica(
                new InstanceId(id!), pods.Any(p => p.Name == id && !p.IsMarked && p.IsReady), _cluster.Held.GetValueOrDefault(id!)));
            await http.Response.WriteAsync(JsonSerializer.Serialize(new HeldDocument(new RegionId("eastus"), "g", [.. replicas]), SharedJson.Default.HeldDocument));
            return;
        }

        var engine = pods.FirstOrDefault(p => p.Source.Status.PodIp == http.Connection.LocalIpAddress?.MapToIPv4().ToString());
        if (path is not ["metrics"] || engine is null)
        {
            http.Response.StatusCode = 503;
            return;
        }

        await http.Response.WriteAsync($"vllm:num_requests_running {_cluster.Running.GetValueOrDefault(engine.Name)}\nvllm:num_requests_waiting 0\n");
    }

    private static Task RefuseAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        var reason = status switch { 409 => "Conflict", 410 => "Expired", 404 => "NotFound", _ => "Failed" };
        return http.Response.WriteAsync(new JsonObject { ["kind"] = "Status", ["code"] = status, ["reason"] = reason, ["message"] = "told to" }.ToJsonString());
    }
}
