using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SageServe.Kubernetes.Tests;

/// <summary>A small API server on a real socket: objects with versions, pages, watches with bookmarks and 410, optimistic concurrency.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private readonly List<(long Version, string Collection, string Type, JsonObject Object)> _events = [];
    private readonly List<Channel<string>> _watchers = [];
    private readonly WebApplication _app;
    private long _version = 100;
    private long _oldest;

    private ApiServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single() + "/";

    /// <summary>Method and path with query of each request.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentQueue<string?> Tokens { get; } = new();

    /// <summary>Answered instead of anything else while set.</summary>
    public int? FailWith { get; set; }

    public int OpenWatches
    {
        get
        {
            lock (_gate)
            {
                return _watchers.Count;
            }
        }
    }

    public static async Task<ApiServer> Start(Action<IWebHostBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        configure?.Invoke(builder.WebHost);
        var app = builder.Build();
        var server = new ApiServer(app);
        app.Run(server.Answer);
        await app.StartAsync();
        return server;
    }

    /// <summary>Creates or replaces an object of a collection such as <c>api/v1/namespaces/ns/pods</c>.</summary>
    public void Put(string collection, string json)
    {
        lock (_gate)
        {
            Store($"{collection}/{Name(JsonNode.Parse(json)!.AsObject())}", JsonNode.Parse(json)!.AsObject());
        }
    }

    public void Delete(string path)
    {
        lock (_gate)
        {
            _objects.Remove(path, out var gone);
            gone!["metadata"]!["resourceVersion"] = (++_version).ToString();
            Publish(path[..path.LastIndexOf('/')], "DELETED", gone);
        }
    }

    public JsonObject Read(string path)
    {
        lock (_gate)
        {
            return _objects[path].DeepClone().AsObject();
        }
    }

    /// <summary>Tells every watch the current version, as a real server does now and then.</summary>
    public void Bookmark()
    {
        lock (_gate)
        {
            _version += 10;
            Send(Line("BOOKMARK", new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = _version.ToString() } }));
        }
    }

    /// <summary>Forgets the past, so that older versions are gone (410), and ends all watches.</summary>
    public void Compact()
    {
        lock (_gate)
        {
            _oldest = _version += 10;
            _events.Clear();
        }

        EndWatches();
    }

    public void EndWatches()
    {
        lock (_gate)
        {
            _watchers.ForEach(w => w.Writer.TryComplete());
            _watchers.Clear();
        }
    }

    public void SendToWatches(string line)
    {
        lock (_gate)
        {
            Send(line);
        }
    }

    public ValueTask DisposeAsync()
    {
        EndWatches();
        return _app.DisposeAsync();
    }

    private async Task Answer(HttpContext context)
    {
        var path = context.Request.Path.Value!.Trim('/');
        Requests.Enqueue($"{context.Request.Method} {path}{context.Request.QueryString}");
        Tokens.Enqueue(context.Request.Headers.Authorization);
        if (FailWith is { } status)
        {
            await Refuse(context, status, "Broken", "told to fail");
            return;
        }

        switch (context.Request.Method)
        {
            case "GET" when context.Request.Query.ContainsKey("watch"):
                await Watch(context, path);
                break;
            case "GET" when path.Split('/')[^1] is "pods" or "endpointslices":
                await List(context, path);
                break;
            case "GET":
                await Change(context, () => _objects.GetValueOrDefault(path));
                break;
            default:
                await Write(context, path);
                break;
        }
    }

    private async Task Write(HttpContext context, string path)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
        switch (context.Request.Method)
        {
            case "POST" when Exists($"{path}/{Name(body)}"):
                await Refuse(context, 409, "AlreadyExists", "exists");
                break;
            case "POST":
                await Change(context, () => Store($"{path}/{Name(body)}", body));
                break;
            case "PUT" when Exists(path) && Read(path)["metadata"]!["resourceVersion"]!.ToString() != body["metadata"]!["resourceVersion"]?.ToString():
                await Refuse(context, 409, "Conflict", "the object has been modified");
                break;
            case "PUT":
                await Change(context, () => Store(path, body));
                break;
            case "PATCH" when context.Request.ContentType != "application/merge-patch+json":
                await Refuse(context, 415, "UnsupportedMediaType", context.Request.ContentType ?? "");
                break;
            default:
                await Change(context, () => _objects.TryGetValue(path, out var old) ? Store(path, Merge(old, body)) : null);
                break;
        }
    }

    private async Task Change(HttpContext context, Func<JsonObject?> change)
    {
        string? text;
        lock (_gate)
        {
            text = change()?.ToJsonString();
        }

        if (text is null)
        {
            await Refuse(context, 404, "NotFound", "no such object");
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(text);
    }

    private async Task List(HttpContext context, string collection)
    {
        var limit = int.Parse(context.Request.Query["limit"]!);
        var from = int.TryParse(context.Request.Query["continue"], out var token) ? token : 0;
        await Change(context, () =>
        {
            var all = _objects.Where(o => o.Key.StartsWith(collection + "/", StringComparison.Ordinal)).Select(o => o.Value).ToArray();
            var page = all.Skip(from).Take(limit).Select(o => (JsonNode)o.DeepClone()).ToArray();
            var next = from + page.Length < all.Length ? (from + page.Length).ToString() : "";
            return new JsonObject
            {
                ["kind"] = "List",
                ["metadata"] = new JsonObject { ["resourceVersion"] = _version.ToString(), ["continue"] = next },
                ["items"] = new JsonArray(page),
            };
        });
    }

    private async Task Watch(HttpContext context, string collection)
    {
        var since = long.Parse(context.Request.Query["resourceVersion"]!);
        var channel = Channel.CreateUnbounded<string>();
        lock (_gate)
        {
            if (since >= _oldest)
            {
                foreach (var (_, _, type, item) in _events.Where(e => e.Version > since && e.Collection == collection))
                {
                    channel.Writer.TryWrite(Line(type, item));
                }

                _watchers.Add(channel);
            }
        }

        if (since < _oldest)
        {
            await Refuse(context, 410, "Expired", "too old resource version");
            return;
        }

        await context.Response.StartAsync();
        await foreach (var line in channel.Reader.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.WriteAsync(line + "\n");
            await context.Response.Body.FlushAsync();
        }
    }

    private bool Exists(string path)
    {
        lock (_gate)
        {
            return _objects.ContainsKey(path);
        }
    }

    private JsonObject Store(string path, JsonObject item)
    {
        var type = _objects.ContainsKey(path) ? "MODIFIED" : "ADDED";
        item["metadata"]!["resourceVersion"] = (++_version).ToString();
        _objects[path] = item;
        Publish(path[..path.LastIndexOf('/')], type, item);
        return item;
    }

    private void Publish(string collection, string type, JsonObject item)
    {
        var copy = item.DeepClone().AsObject();
        _events.Add((_version, collection, type, copy));
        Send(Line(type, copy));
    }

    private void Send(string line) => _watchers.ForEach(w => w.Writer.TryWrite(line));

    private static string Line(string type, JsonObject item) => new JsonObject { ["type"] = type, ["object"] = item.DeepClone() }.ToJsonString();

    private static string Name(JsonObject item) => item["metadata"]!["name"]!.ToString();

    private static JsonObject Merge(JsonObject old, JsonObject patch)
    {
        var merged = old.DeepClone().AsObject();
        foreach (var (key, value) in patch)
        {
            merged[key] = value is JsonObject inner && merged[key] is JsonObject into ? Merge(into, inner) : value?.DeepClone();
        }

        return merged;
    }

    private static Task Refuse(HttpContext context, int status, string reason, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(new { kind = "Status", code = status, reason, message }));
    }
}
