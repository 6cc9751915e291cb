using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>The real emulator as a process of its own; it ends with the test.</summary>
internal sealed class EmulatorProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;
    private readonly HttpClient _control;

    private EmulatorProcess(string controlUrl, CatalogDocument catalog, int replicas)
    {
        _control = new HttpClient { BaseAddress = new Uri(controlUrl) };
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "artifacts", "bin", "VllmEmulator", "release", "SageServe.VllmEmulator"))
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add("--config");
        start.ArgumentList.Add(_folder.Write("emulator.json", Config(controlUrl, catalog, replicas).ToJsonString()));
        start.ArgumentList.Add("--exit-with-parent");
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += static (_, _) => { };
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>Starts with replicas of the model in region east that are ready.</summary>
    public static async Task<EmulatorProcess> StartAsync(int replicas = 2, CatalogDocument? catalog = null)
    {
        var emulator = new EmulatorProcess(GatewayUnderTest.Address(), catalog ?? TestCatalog.Document(), replicas);
        await Eventually.True(emulator.IsReadyAsync, "the emulator is ready", TimeSpan.FromSeconds(30));
        return emulator;
    }

    public async Task<FleetReplica[]> ReplicasAsync()
    {
        var list = await _control.GetFromJsonAsync("/control/replicas", SharedJson.Default.ReplicaListDocument);
        return [.. list!.Replicas.Select(r => GatewayUnderTest.Replica(r.Id.Value, r.Url))];
    }

    /// <summary>As the emulator sees them: work and how often metrics were read.</summary>
    public async Task<ReplicaDocument[]> ReadAsync() =>
        [.. (await _control.GetFromJsonAsync("/control/replicas", SharedJson.Default.ReplicaListDocument))!.Replicas];

    public async Task KillAsync(InstanceId id)
    {
        using var response = await _control.PostAsync($"/control/replicas/{id}/kill", null);
        response.EnsureSuccessStatusCode();
    }

    public async Task FaultAsync(InstanceId id, ReplicaFaultDocument fault)
    {
        using var response = await _control.PostAsJsonAsync($"/control/replicas/{id}/fault", fault, SharedJson.Default.ReplicaFaultDocument);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        Assert.False(_process.HasExited, "the emulator ended");
        try
        {
            using var response = await _control.GetAsync("/healthz/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private JsonObject Config(string controlUrl, CatalogDocument catalog, int replicas) => new()
    {
        ["Emulator"] = new JsonObject
        {
            ["Region"] = "east",
            ["ControlUrl"] = controlUrl,
            ["CatalogFile"] = _folder.Write("catalog.json", JsonSerializer.Serialize(catalog, SharedJson.Default.CatalogDocument)),
            ["Seed"] = 1,
            ["Initial"] = new JsonArray(new JsonObject
            {
                ["pool"] = new JsonObject
                {
                    ["deployment"] = new JsonObject { ["model"] = "model-a", ["region"] = "east" },
                    ["accelerator"] = "gpu",
                    ["capacityType"] = "OnDemand",
                    ["revision"] = PoolId.DefaultRevision,
                },
                ["count"] = replicas,
            }),
        },
    };
}
