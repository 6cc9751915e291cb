using System.Diagnostics;
using System.Text.Json.Nodes;

namespace SageServe.Scaler.Tests;

/// <summary>The real emulator with real replicas, as the scaler meets it in a local fleet.</summary>
internal sealed class EmulatorProcess : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(Repository.Root, "artifacts", "bin", "VllmEmulator", "release", "SageServe.VllmEmulator");

    private readonly Process _process;

    private EmulatorProcess(Process process, string url)
    {
        _process = process;
        Url = url;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Url { get; }

    public HttpClient Http { get; } = new();

    /// <param name="folder">Holds its files.</param>
    /// <param name="pool">The only pool.</param>
    /// <param name="replicas">Ready from the start.</param>
    /// <param name="speed">Of the envelope: a cold start of two minutes lasts that much less.</param>
    public static Task<EmulatorProcess> Start(TemporaryFolder folder, PoolId pool, int replicas, double speed) =>
        Start(folder, Catalogs.DocumentOf([pool]), speed, (pool, replicas));

    public static async Task<EmulatorProcess> Start(
        TemporaryFolder folder, CatalogDocument catalog, double speed, params (PoolId Pool, int Replicas)[] initial)
    {
        var url = $"http://127.0.0.1:{FreePort.Find()}";
        var config = new JsonObject
        {
            ["Emulator"] = new JsonObject
            {
                ["Region"] = initial[0].Pool.Region.Value,
                ["ControlUrl"] = url,
                ["CatalogFile"] = folder.Write("catalog.json", System.Text.Json.JsonSerializer.Serialize(catalog, SharedJson.Default.CatalogDocument)),
                ["Initial"] = new JsonArray([.. initial.Select(i => (JsonNode)Replicas(i.Pool, i.Replicas))]),
            },
            ["Envelope"] = new JsonObject
            {
                ["RealEpoch"] = Instant.From(TimeProvider.System.GetUtcNow()).ToString(),
                ["EnvelopeEpoch"] = "2026-03-02T00:00:00Z",
                ["Speed"] = speed,
            },
        };
        var start = new ProcessStartInfo(Program, ["--config", folder.Write("emulator.json", config.ToJsonString()), "--exit-with-parent"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var emulator = new EmulatorProcess(Process.Start(start)!, url);
        await Eventually.True(emulator.IsReady, "the emulator is ready", TimeSpan.FromSeconds(30));
        return emulator;
    }

    public Task Kill(InstanceId id) => Http.PostAsync(new Uri($"{Url}/control/replicas/{id}/kill"), null);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static JsonObject Replicas(PoolId pool, int count) => new JsonObject
    {
        ["pool"] = new JsonObject
        {
            ["deployment"] = new JsonObject { ["model"] = pool.Model.Value, ["region"] = pool.Region.Value },
            ["accelerator"] = pool.Accelerator.Value,
            ["revision"] = pool.Revision,
        },
        ["count"] = count,
    };

    private async Task<bool> IsReady()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(Url + "/healthz/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
