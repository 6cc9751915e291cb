using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SageServe.ClusterKit;

/// <summary>A stand-in of the Kubernetes API server on a real socket. Nothing runs in it: what is put in stays as it is .</summary>
public sealed class ApiServer : IAsyncDisposable
{
    private readonly Action<IWebHostBuilder>? _configure;
    private readonly RequestPipeline _pipeline;
    private WebApplication _app = null!;
    private CancellationTokenSource _up = new();

    private ApiServer(TimeProvider time, Action<IWebHostBuilder>? configure)
    {
        _configure = configure;
        Store = new ObjectStore(time);
        _pipeline = new RequestPipeline(this);
        Put("api/v1/namespaces", """{ "metadata": { "name": "default" } }""");
    }

    public ObjectStore Store { get; }

    /// <summary>Kinds that it knows; a custom one can be added.</summary>
    public List<ResourceType> Types { get; } = [.. ResourceTypes.All];

    public ServerFaults Faults { get; } = new();

    public AccessList Access { get; } = new();

    /// <summary>Rules of the real server that it is to break.</summary>
    public Misbehaviour Misbehaviour
    {
        get => Store.Misbehaviour;
        set => Store.Misbehaviour = value;
    }

    /// <summary>A write that was carried out, in the order of answers; <see cref="AuditLine.Version"/> has the order of the store.</summary>
    public event Action<AuditLine>? Written;

    public string Url { get; private set; } = "";

    /// <summary>Method and path with query of each request.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentQueue<string?> Tokens { get; } = new();

    /// <summary>Answered instead of anything else while set.</summary>
    public int? FailWith
    {
        get => Faults.FailAllWith;
        set => Faults.FailAllWith = value;
    }

    public int OpenWatches => Store.OpenWatches;

    internal CancellationToken Up => _up.Token;

    public static async Task<ApiServer> Start(Action<IWebHostBuilder>? configure = null, TimeProvider? time = null)
    {
        var server = new ApiServer(time ?? TimeProvider.System, configure);
        await server.OpenAsync("http://127.0.0.1:0");
        return server;
    }

    internal void Tell(AuditLine line) => Written?.Invoke(line);

    /// <summary>Creates or replaces an object of a collection such as <c>api/v1/namespaces/ns/pods</c>, whatever it says, as its controllers would.</summary>
    public void Put(string collection, string json) => Put(collection, JsonNode.Parse(json)!.AsObject());

    public void Put(string collection, JsonObject item)
    {
        var route = ApiRoute.Parse(Types, collection) ?? throw new ArgumentException($"No kind has the path '{collection}'.");
        if (route.Type.IsNamespaced)
        {
            item.Into("metadata")["namespace"] = route.Namespace;
            AddNamespace(route.Namespace!);
        }

        var key = ObjectKey.Of(route.Type, item);
        if (Store.Update(key, _ => With(route.Type, item.Clone())) is null)
        {
            Store.Create(route.Type, item);
        }
    }

    /// <summary>Takes an object away at once.</summary>
    public void Delete(string path) => Store.Delete(Key(path));

    public JsonObject Read(string path) => Store.Find(Key(path)) ?? throw new KeyNotFoundException(path);

    /// <summary>Tells every watch the current version, as a real server does now and then.</summary>
    public void Bookmark() => Store.EachWatch((w, version) => w.Bookmark(version), versionsAhead: 10);

    /// <summary>Forgets the past, so that older versions are gone (410), and ends all watches.</summary>
    public void Compact()
    {
        Store.Compact();
        EndWatches();
    }

    public void EndWatches() => Store.EndWatches();

    public void SendToWatches(string line) => Store.EachWatch((w, _) => w.SendLine(line));

    /// <summary>Cuts all connections and comes back on the same port with all objects.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await ResumeAsync();
    }

    /// <summary>Gone until <see cref="ResumeAsync"/>.</summary>
    public async Task StopAsync()
    {
        await _up.CancelAsync();
        EndWatches();
        await _app.DisposeAsync();
    }

    public Task ResumeAsync()
    {
        _up = new CancellationTokenSource();
        return OpenAsync(Url.TrimEnd('/'));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _up.Dispose();
    }

    /// <summary>Makes a namespace, where it is not there; objects are created in those only that are.</summary>
    public void AddNamespace(string name)
    {
        if (Store.Find(ResourceTypes.Namespaces, "", name) is null)
        {
            Store.Create(ResourceTypes.Namespaces, new JsonObject { ["metadata"] = new JsonObject { ["name"] = name }, ["status"] = new JsonObject { ["phase"] = "Active" } });
        }
    }

    private static JsonObject With(ResourceType type, JsonObject item)
    {
        item["kind"] = type.Kind;
        item["apiVersion"] = type.ApiVersion;
        return item;
    }

    private ObjectKey Key(string path) => ApiRoute.Parse(Types, path)?.Key ?? throw new ArgumentException($"No kind has the path '{path}'.");

    private async Task OpenAsync(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        _configure?.Invoke(builder.WebHost);
        _app = builder.Build();
        _app.Run(_pipeline.AnswerAsync);
        await _app.StartAsync();
        Url = _app.Urls.Single() + "/";
    }
}
