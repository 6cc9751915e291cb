using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace SageServe.VllmEmulator.Tests;

/// <summary>The real executable with the demo catalog, driven over its control API.</summary>
internal sealed class EmulatorProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private EmulatorProcess(string config, string controlUrl)
    {
        var file = _folder.Write("emulator.json", config);
        Process = Process.Start(new ProcessStartInfo(Executable, ["--config", file, "--exit-with-parent"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        Process.BeginOutputReadLine();
        Process.BeginErrorReadLine();
        Http = new HttpClient { BaseAddress = new Uri(controlUrl), Timeout = TimeSpan.FromSeconds(20) };
    }

    public static string Executable =>
        Path.Combine(Repository.Root, "artifacts", "bin", "VllmEmulator", "release", "SageServe.VllmEmulator");

    public Process Process { get; }

    public HttpClient Http { get; }

    public static PoolId Pool { get; } = new(
        new DeploymentId(new ModelId("llama-3.1-8b"), new RegionId("eastus")), new AcceleratorId("a100-80gb-x2"));

    /// <param name="initial">Replicas from the start.</param>
    /// <param name="speed">Envelope seconds per second.</param>
    /// <param name="processes">A process per replica.</param>
    public static async Task<EmulatorProcess> Start(int initial = 1, double speed = 1, bool processes = false)
    {
        var controlUrl = $"http://127.0.0.1:{FreePort.Find()}";
        var catalog = Path.Combine(Repository.Root, "src", "Simulator", "Data", "demo-catalog.json");
        var now = DateTimeOffset.UtcNow.ToString("O");
        var emulator = new EmulatorProcess(
            JsonSerializer.Serialize(new
            {
                Emulator = new
                {
                    Region = "eastus",
                    ControlUrl = controlUrl,
                    CatalogFile = catalog,
                    ProcessPerReplica = processes,
                    Initial = new[] { new { pool = new { deployment = new { model = "llama-3.1-8b", region = "eastus" }, accelerator = "a100-80gb-x2" }, count = initial } },
                },
                Envelope = new { RealEpoch = now, EnvelopeEpoch = "2026-03-02T00:00:00Z", Speed = speed },
            }),
            controlUrl);
        await Eventually.True(emulator.IsReady, "the emulator is ready", TimeSpan.FromSeconds(30));
        return emulator;
    }

    public async Task<ReplicaDocument[]> Replicas(bool all = false) =>
        [.. (await Http.GetFromJsonAsync($"/control/replicas{(all ? "?all=true" : "")}", SharedJson.Default.ReplicaListDocument))!.Replicas];

    public async Task<ReplicaDocument> Replica(InstanceId id) => (await Replicas(all: true)).Single(r => r.Id == id);

    public async Task<ReplicaDocument[]> StartReplicas(int count, double? coldStartSeconds)
    {
        using var answer = await Http.PostAsJsonAsync(
            "/control/replicas", new StartReplicasDocument(Pool, count, coldStartSeconds), SharedJson.Default.StartReplicasDocument);
        Assert.Equal(201, (int)answer.StatusCode);
        return [.. (await answer.Content.ReadFromJsonAsync(SharedJson.Default.ReplicaListDocument))!.Replicas];
    }

    public async Task<bool> Answers(ReplicaDocument replica)
    {
        try
        {
            return (await Http.GetAsync(replica.Url + "/health")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!Process.HasExited)
        {
            Process.StandardInput.Close();
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
            try
            {
                await Process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Process.Kill(entireProcessTree: true);
                throw new TimeoutException("the emulator did not end with its parent");
            }
        }

        Process.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> IsReady()
    {
        Assert.False(Process.HasExited, "the emulator ended");
        try
        {
            return (await Http.GetAsync("/healthz/ready")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
