using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

/// <summary>The Files and Batches API on a real Kestrel socket, with its store, pump and files in a folder that outlives it.</summary>
internal sealed class BatchHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BatchHost(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(30) };
    }

    public HttpClient Http { get; }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<BatchHost> StartAsync(string folder, string engineUrl, Func<GatewayOptions, GatewayOptions>? adjust = null, TimeProvider? time = null, IBlobStore? blobs = null)
    {
        var options = new GatewayOptions
        {
            Region = "eastus",
            DataDirectory = folder,
            Batch = new BatchOptions { Beat = TimeSpan.FromMilliseconds(20), KeeperBeat = TimeSpan.FromMilliseconds(50), RetryPause = TimeSpan.FromMilliseconds(20), NoRoomPause = TimeSpan.FromMilliseconds(20) },
        };
        options = adjust?.Invoke(options) ?? options;
        var catalog = new ServingCatalog(JsonSerializer.Deserialize(
            await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "src", "Simulator", "Data", "demo-catalog.json")), SharedJson.Default.CatalogDocument)!);
        var clock = new SteadyClock(time ?? TimeProvider.System);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(options).AddSingleton(catalog).AddSingleton(clock).AddSingleton(clock.Time);
        builder.Services.AddSingleton<KeyIdentity>().AddSingleton<ServedModels>().AddSingleton<LiveConfiguration>().AddSingleton<OutputEstimates>().AddSingleton<PromptEstimates>();
        builder.Services.AddSingleton(new EngineRunner(engineUrl, new RegionId(options.Region), clock));
        builder.Services.AddSingleton<IDeferredRunner>(p => p.GetRequiredService<EngineRunner>());
        builder.Services.AddSingleton(p => new DecisionLog(new DecisionLogOptions(), p.GetRequiredService<ILogger<DecisionLog>>())).AddSingleton<EnginePriorities>().AddSingleton<TenantCaches>().AddBatch();
        if (blobs is not null)
        {
            builder.Services.AddSingleton(blobs);
        }

        var app = builder.Build();
        app.MapBatch();
        await app.StartAsync();
        return new BatchHost(app);
    }

    public static string Line(string id, string prompt, string model = "default", string url = "/v1/chat/completions") =>
        $$$"""{"custom_id":"{{{id}}}","method":"POST","url":"{{{url}}}","body":{"model":"{{{model}}}","messages":[{"role":"user","content":"{{{prompt}}}"}]}}""";

    public static string Lines(int count) => string.Join('\n', Enumerable.Range(1, count).Select(n => Line($"line-{n}", $"prompt {n}")));

    public async Task<(int Status, JsonElement Json)> SendAsync(
        HttpMethod method, string path, HttpContent? content = null, string? key = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        if (key is not null)
        {
            request.Headers.Authorization = new("Bearer", key);
        }

        using var answer = await Http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public Task<(int Status, JsonElement Json)> UploadAsync(string content, string purpose = "batch", string? key = null)
    {
        var form = new MultipartFormDataContent
        {
            { new StringContent(purpose), "purpose" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", "input.jsonl" },
        };
        return SendAsync(HttpMethod.Post, "/v1/files", form, key);
    }

    public Task<(int Status, JsonElement Json)> CreateAsync(object request, string? key = null, string? idempotencyKey = null) =>
        SendAsync(HttpMethod.Post, "/v1/batches", JsonContent.Create(request), key, idempotencyKey);

    /// <summary>Uploads lines and makes them a batch; gives its id.</summary>
    public async Task<string> SubmitAsync(string lines, string endpoint = "/v1/chat/completions")
    {
        var (status, file) = await UploadAsync(lines);
        Assert.Equal(200, status);
        var id = file.GetProperty("id").GetString();
        (status, var batch) = await CreateAsync(new { input_file_id = id, endpoint, completion_window = "24h" });
        Assert.Equal(200, status);
        return batch.GetProperty("id").GetString()!;
    }

    public async Task<JsonElement> BatchAsync(string id) => (await SendAsync(HttpMethod.Get, $"/v1/batches/{id}")).Json;

    public async Task<JsonElement> UntilAsync(string id, string status, TimeSpan? limit = null)
    {
        var batch = await BatchAsync(id);
        await Eventually.True(
            async () => (batch = await BatchAsync(id)).GetProperty("status").GetString() == status, $"batch is {status}; last {batch}", limit ?? TimeSpan.FromSeconds(90));
        return batch;
    }

    /// <summary>The lines of a result file; none when the batch has no such file.</summary>
    public async Task<IReadOnlyList<JsonElement>> ResultsAsync(JsonElement batch, string property)
    {
        if (batch.GetProperty(property).GetString() is not { } id)
        {
            return [];
        }

        var text = await Http.GetStringAsync(new Uri($"/v1/files/{id}/content", UriKind.Relative));
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
