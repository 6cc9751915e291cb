using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace SageServe.Scaler.Tests;

/// <summary>The local actuator and its reconcile loop against the real emulator, in real time.</summary>
internal sealed class LocalFleetRig : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly FleetReconcileLoop _loop;

    private LocalFleetRig(TemporaryFolder folder, EmulatorProcess emulator, ServingCatalog catalog)
    {
        (_folder, Emulator) = (folder, emulator);
        var options = new ActuatorOptions
        {
            Regions = [new LocalRegionOptions { Region = "eastus", ControlUrl = emulator.Url, FleetFile = folder["fleet.json"] }],
            DrainNotice = TimeSpan.FromSeconds(0.5),
        };
        var clock = new SteadyClock(TimeProvider.System);
        var live = new LiveConfiguration(new ScalerOptions { Actuator = options }, catalog);
        Actuator = new LocalFleetActuator(live, Http, clock, NullLogger<LocalFleetActuator>.Instance);
        _loop = new FleetReconcileLoop(Actuator, live, clock, NullLogger<FleetReconcileLoop>.Instance);
    }

    public EmulatorProcess Emulator { get; }

    public HttpClient Http { get; } = new();

    public LocalFleetActuator Actuator { get; }

    public FleetDocument Fleet => JsonSerializer.Deserialize(File.ReadAllBytes(_folder["fleet.json"]), SharedJson.Default.FleetDocument)!;

    public static async Task<LocalFleetRig> StartAsync(ServingCatalog catalog, Func<TemporaryFolder, Task<EmulatorProcess>> emulator)
    {
        var folder = new TemporaryFolder();
        var rig = new LocalFleetRig(folder, await emulator(folder), catalog);
        await rig._loop.StartAsync(default);
        await Eventually.True(() => File.Exists(folder["fleet.json"]), "the fleet file is there");
        return rig;
    }

    /// <summary>An answer of 150 tokens, to its end.</summary>
    public async Task<string> Stream(string url, ModelId model)
    {
        var body = $$"""{"model":"{{model}}","stream":true,"max_tokens":150,"ignore_eos":true,"messages":[{"role":"user","content":"tell me"}]}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await Http.PostAsync(new Uri(url + "/v1/chat/completions"), content);
        return await answer.Content.ReadAsStringAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _loop.StopAsync(default);
        _loop.Dispose();
        Actuator.Dispose();
        await Emulator.DisposeAsync();
        Http.Dispose();
        _folder.Dispose();
    }
}
