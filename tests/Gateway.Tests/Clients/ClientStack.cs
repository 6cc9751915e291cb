using System.Text.Json.Nodes;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

/// <summary>
/// What the suites of official clients talk to: one gateway before emulated replicas, and one that asks for keys before an engine whose
/// faults a client may choose.
/// </summary>
public sealed class ClientStack : IAsyncLifetime
{
    public const string Key = "sk-client-suite";

    private EmulatorProcess? _emulator;
    private FakeEngine? _engine;

    internal GatewayUnderTest Plain { get; private set; } = null!;

    internal GatewayUnderTest Troubled { get; private set; } = null!;

    internal FakeEngine Engine => _engine!;

    public async ValueTask InitializeAsync()
    {
        _emulator = await EmulatorProcess.StartAsync();
        Plain = await GatewayUnderTest.StartAsync(new GatewaySetup());
        Plain.SetFleet(await _emulator.ReplicasAsync());
        _engine = await FakeEngine.StartAsync();
        Troubled = await GatewayUnderTest.StartAsync(
            new GatewaySetup
            {
                HoldLimit = TimeSpan.FromMilliseconds(100),
                KeysJson = $$"""{"keys":[{"sha256":"{{ApiKeySecret.HashOf(Key)}}","tenant":"suite"}]}""",
                Adjust = g => g["Forwarding"] = new JsonObject { ["KeepAliveAfter"] = "00:00:00.050" },
            },
            _engine);
        await Plain.ReadyAsync(2);
    }

    /// <summary>Tells the engine behind the second gateway what to do next.</summary>
    internal async Task ControlAsync(string what)
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri($"{Engine.Url}/control/{what}"));
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await Plain.DisposeAsync();
        await Troubled.DisposeAsync();
        await _engine!.DisposeAsync();
        await _emulator!.DisposeAsync();
    }
}
