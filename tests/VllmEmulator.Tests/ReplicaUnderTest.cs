using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace SageServe.VllmEmulator.Tests;

/// <summary>One replica on a real socket, in this process.</summary>
internal sealed class ReplicaUnderTest : IAsyncDisposable
{
    public const string Model = "llama-test";

    private ReplicaUnderTest(ReplicaServer server)
    {
        Server = server;
        // A client that leaves shall leave at once instead of reading on for a while.
        var handler = new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero };
        Http = new HttpClient(handler) { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}"), Timeout = TimeSpan.FromSeconds(20) };
    }

    public ReplicaServer Server { get; }

    public HttpClient Http { get; }

    public Replica Replica => Server.Replica;

    /// <param name="stepSeconds">Duration of every step.</param>
    /// <param name="timeScale">Engine seconds per second.</param>
    /// <param name="time">Null is the machine's.</param>
    /// <param name="id">Of the replica.</param>
    /// <param name="adapters">LoRA adapters that it has.</param>
    public static async Task<ReplicaUnderTest> Open(
        double stepSeconds = 0.001, double timeScale = 1, TimeProvider? time = null, string id = "r-1", params string[] adapters)
    {
        var server = new ReplicaServer(Spec(stepSeconds, timeScale, id, adapters), time ?? TimeProvider.System, NullLoggerFactory.Instance);
        await server.OpenAsync();
        return new ReplicaUnderTest(server);
    }

    public static ReplicaSpec Spec(double stepSeconds, double timeScale, string id, params string[] adapters) => new(
        new InstanceId(id),
        new ModelSpec(new ModelId(Model), 1_000_000, 1000, 2000),
        new ThroughputProfile
        {
            Model = new ModelId(Model),
            Accelerator = new AcceleratorId("gpu"),
            Prefill = [new StepPoint(1, stepSeconds), new StepPoint(512, stepSeconds)],
            Decode = [new StepPoint(1, stepSeconds), new StepPoint(64, stepSeconds)],
            KvCapacityTokens = 8000,
            MaxSequences = 64,
            MaxBatchedTokens = 512,
            ReferenceSequences = 8,
            ColdStart = TimeSpan.FromMinutes(1),
            Source = "test",
        },
        [Model, "alias", .. adapters],
        Seed: 7,
        timeScale)
    {
        Adapters = [.. adapters],
    };

    public static object Chat(string content = "Tell me a story.", int? maxTokens = 12, bool stream = false, bool usage = false, string model = Model) => new
    {
        model,
        messages = new[] { new { role = "user", content } },
        max_tokens = maxTokens,
        stream,
        stream_options = usage ? new { include_usage = true } : null,
    };

    public async Task<(int Status, JsonElement Body)> Post(string path, object body)
    {
        using var answer = await Http.PostAsJsonAsync(path, body);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async Task<(int Status, JsonElement Body)> PostText(string path, string body)
    {
        using var answer = await Http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>The data lines of a stream, as they came.</summary>
    public async Task<string[]> Stream(string path, object body)
    {
        using var answer = await Http.PostAsJsonAsync(path, body);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.EndsWith("\n\n", text, StringComparison.Ordinal);
        var events = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.All(events, e => Assert.StartsWith("data: ", e, StringComparison.Ordinal));
        return [.. events.Select(e => e["data: ".Length..])];
    }

    public async Task<string> Metrics() => await Http.GetStringAsync("/metrics");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.KillAsync();
    }
}
