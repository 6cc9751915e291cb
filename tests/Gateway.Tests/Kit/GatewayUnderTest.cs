using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SageServe.Gateway.Tests;

/// <summary>The real gateway on real sockets, built as the program builds it.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder _folder;
    private int _fleetVersion;

    private GatewayUnderTest(WebApplication app, TemporaryFolder folder, string region, string url, string adminUrl)
    {
        _app = app;
        _folder = folder;
        Region = region;
        Url = url;
        AdminUrl = adminUrl;
        Client = new HttpClient { BaseAddress = new Uri(url) };
        Admin = new HttpClient { BaseAddress = new Uri(adminUrl) };
    }

    public string Region { get; }

    public string Url { get; }

    public string AdminUrl { get; }

    public HttpClient Client { get; }

    public HttpClient Admin { get; }

    public IServiceProvider Services => _app.Services;

    public GatewayFiles Files => new(_folder);

    public string DecisionLogFile => _folder["decisions.jsonl"];

    public static Task<GatewayUnderTest> StartAsync(params FakeEngine[] engines) => StartAsync(new GatewaySetup(), engines);

    public static async Task<GatewayUnderTest> StartAsync(GatewaySetup setup, params FakeEngine[] engines)
    {
        var folder = new TemporaryFolder();
        var (url, adminUrl) = (setup.Url ?? Address(), Address());
        folder.Write("catalog.json", JsonSerializer.Serialize(setup.Catalog ?? TestCatalog.Document(setup.HoldLimit), SharedJson.Default.CatalogDocument));
        WriteFleet(folder, setup.Region, 1, engines.Select((e, i) => Replica($"{setup.Region}-model-a-{i + 1}", e.Url)));
        var keys = setup.KeysJson is { } json ? folder.Write("keys.json", json) : null;
        var config = GatewayConfig.For(setup, folder, url, adminUrl, keys);
        var app = GatewayHost.Build(
            ["--config", folder.Write("config.json", config.ToJsonString())],
            builder =>
            {
                builder.Services.AddSingleton(setup.Time ?? TimeProvider.System);
                if (setup.Log is { } log)
                {
                    builder.Logging.AddProvider(log);
                }
            });
        await app.StartAsync();
        var gateway = new GatewayUnderTest(app, folder, setup.Region, url, adminUrl);
        if (setup.AwaitsReady)
        {
            await gateway.ReadyAsync(engines.Length);
        }

        return gateway;
    }

    public static string Address() => $"http://127.0.0.1:{FreePort.Find()}";

    public static FleetReplica Replica(string id, string url, bool draining = false) =>
        new(new InstanceId(id), TestCatalog.Model, TestCatalog.Gpu, url, draining);

    public void SetFleet(params FleetReplica[] replicas) => WriteFleet(_folder, Region, 1 + Interlocked.Increment(ref _fleetVersion), replicas);

    /// <summary>Waits until this many replicas of the model are ready.</summary>
    public Task ReadyAsync(int replicas) => Eventually.True(
        async () => (await Admin.GetAsync("/healthz/ready")).IsSuccessStatusCode && ReadyReplicas() == replicas, $"{replicas} ready replicas");

    public int ReadyReplicas() =>
        Services.GetRequiredService<CurrentFleet>().Latest.Find(TestCatalog.Model)?.Instances.Count(i => i.Phase == InstancePhase.Ready) ?? 0;

    public Task<HttpResponseMessage> ChatAsync(string? extra = null, bool stream = false, string model = "model-a", CancellationToken cancellation = default) =>
        PostAsync("/v1/chat/completions", ChatBody(extra, stream, model), cancellation: cancellation);

    public static string ChatBody(string? extra = null, bool stream = false, string model = "model-a") =>
        $$"""{"model":"{{model}}",{{extra}}"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hello there"}]}""";

    public Task<HttpResponseMessage> PostAsync(string path, string json, Action<HttpRequestHeaders>? headers = null, CancellationToken cancellation = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        headers?.Invoke(request.Headers);
        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Admin.Dispose();
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    public Task StopAsync() => _app.StopAsync();

    private static void WriteFleet(TemporaryFolder folder, string region, long version, IEnumerable<FleetReplica> replicas)
    {
        var document = new FleetDocument(new RegionId(region), version, [.. replicas]);
        File.WriteAllText(folder["fleet.tmp"], JsonSerializer.Serialize(document, SharedJson.Default.FleetDocument));
        File.Move(folder["fleet.tmp"], folder["fleet.json"], overwrite: true);
    }
}
