using System.Text.Json;
using System.Text.Json.Nodes;
using SageServe.Simulator.Tests;

namespace SageServe.Parity.Tests;

/// <summary>One emulated replica of the small world, alone in a process of its own, behind a real socket and in real time.</summary>
internal sealed class LiveReplica : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private LiveProgram? _program;

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(60) };

    public Uri Completions { get; private set; } = new("about:blank");

    /// <param name="timeScale">Engine seconds per second.</param>
    public static async Task<LiveReplica> Start(double timeScale)
    {
        var replica = new LiveReplica();
        try
        {
            await replica.Open(timeScale);
            return replica;
        }
        catch
        {
            await replica.DisposeAsync();
            throw;
        }
    }

    public async Task<bool> IsBusy() =>
        (await Http.GetStringAsync(new Uri(Completions, "/metrics"))).Contains("vllm:num_requests_running{model_name=\"m\",engine=\"0\"} 1", StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
        {
            await _program.DisposeAsync();
        }

        Http.Dispose();
        _folder.Dispose();
    }

    private async Task Open(double timeScale)
    {
        var control = $"http://127.0.0.1:{FreePort.Find()}";
        _folder.Write("catalog.json", JsonSerializer.Serialize(SmallWorld.Catalog.Document, SharedJson.Default.CatalogDocument));
        var config = new JsonObject
        {
            ["Emulator"] = new JsonObject
            {
                ["Region"] = SmallWorld.East.Value,
                ["ControlUrl"] = control,
                ["CatalogFile"] = _folder["catalog.json"],
                ["TimeScale"] = timeScale,
                ["Initial"] = new JsonArray(new JsonObject
                {
                    ["Pool"] = JsonSerializer.SerializeToNode(SmallWorld.Pool(SmallWorld.East), SharedJson.Default.PoolId),
                    ["Count"] = 1,
                }),
            },
        };
        _program = await LiveProgram.Start("VllmEmulator", control, config, _folder, Http);
        await Eventually.True(() => Find(control), "the replica is ready", TimeSpan.FromSeconds(20));
    }

    private async Task<bool> Find(string control)
    {
        var list = JsonSerializer.Deserialize(
            await Http.GetStringAsync(new Uri(control + "/control/replicas")), SharedJson.Default.ReplicaListDocument)!;
        if (list.Replicas is not [{ State: ReplicaState.Ready } ready])
        {
            return false;
        }

        Completions = new Uri(ready.Url.TrimEnd('/') + "/v1/completions");
        return true;
    }
}
