using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>Good files, bad ones and other catalogs come in the midst of streams: no stream loses, gains or changes a byte.</summary>
public sealed class StreamsOverReloadTests
{
    private const int Streams = 4;
    private const int Reloads = 5;
    private static readonly string[] Orders = ["fcfs", "edf", "pf", "dpa"];
    private static readonly string[] Policies = ["least-outstanding-work", "power-of-two", "round-robin", "prefix-affinity", "session-affinity"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_stream_is_byte_for_byte_what_it_is_without_a_reload(ulong seed)
    {
        var random = new RandomStream(seed);
        await using var engine = await FakeEngine.StartAsync();
        engine.TokenGate = new SemaphoreSlim(0);
        engine.Tokens = 12;
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        // What a stream is while nothing changes.
        engine.TokenGate.Release(engine.Tokens);
        using var quiet = await gateway.ChatAsync(stream: true);
        var expected = await quiet.Content.ReadAsStringAsync();
        Assert.Contains("[DONE]", expected, StringComparison.Ordinal);

        var reading = Enumerable.Range(0, Streams).Select(_ => ReadAsync(gateway)).ToArray();
        await Eventually.True(() => engine.Requests == Streams + 1, "all streams run");
        for (var i = 0; i < Reloads; i++)
        {
            engine.TokenGate.Release(1 + random.NextInt(Streams * 2));
            await ReloadAsync(gateway, random, i);
        }

        engine.TokenGate.Release(Streams * engine.Tokens);
        foreach (var text in await Task.WhenAll(reading))
        {
            Assert.True(text == expected, $"seed {seed}: a stream differs:\n{text}\nfrom\n{expected}");
        }

        Assert.Equal((Streams + 1, 0), (engine.Requests, engine.Canceled));
    }

    private static async Task<string> ReadAsync(GatewayUnderTest gateway)
    {
        using var response = await gateway.ChatAsync(stream: true);
        return await response.Content.ReadAsStringAsync();
    }

    private static Task ReloadAsync(GatewayUnderTest gateway, RandomStream random, int round) => random.NextInt(4) switch
    {
        0 => RefusedAsync(gateway, c => c["Gateway"]!["Routing"] = new JsonObject { ["HoldOrder"] = $"by-mood-{round}" }, $"by-mood-{round}"),
        1 => TakenAsync(gateway, () => gateway.Files.Write("catalog.json", JsonSerializer.Serialize(
            TestCatalog.Document() with { ServedNames = [new ServedName($"name-{round}", TestCatalog.Model)] }, SharedJson.Default.CatalogDocument))),
        _ => TakenAsync(gateway, () => gateway.Files.Change(c =>
        {
            c["Gateway"]!["Routing"] = new JsonObject
            {
                ["HoldOrder"] = Orders[random.NextInt(Orders.Length)],
                ["InstancePolicy"] = Policies[random.NextInt(Policies.Length)],
                ["ReplicaBoundSeconds"] = 1 + round + random.NextInt(5),
            };
            c["Gateway"]!["Limits"] = new JsonObject { ["MaxConnectionsPerAddress"] = 50 + round, ["KeepAliveTimeout"] = "00:00:07" };
            c["Gateway"]!["Forwarding"] = new JsonObject { ["Timeouts"] = new JsonObject { ["InteractiveFast"] = new JsonObject { ["Gap"] = $"00:01:0{round}" } } };
        })),
    };

    private static async Task TakenAsync(GatewayUnderTest gateway, Action change)
    {
        var before = await StateAsync(gateway);
        change();
        await Eventually.True(async () => (await StateAsync(gateway)).Version > before.Version, "it is taken");
    }

    private static async Task RefusedAsync(GatewayUnderTest gateway, Action<JsonObject> change, string problem)
    {
        var before = await StateAsync(gateway);
        JsonNode? good = null;
        gateway.Files.Change(c =>
        {
            good = c["Gateway"]!["Routing"]?.DeepClone();
            change(c);
        });
        await Eventually.True(async () => (await StateAsync(gateway)).Text.Contains(problem, StringComparison.Ordinal), "it is refused");

        // Put back as it was: that is no new version.
        gateway.Files.Change(c => c["Gateway"]!["Routing"] = good);
        await Eventually.True(async () => !(await StateAsync(gateway)).Text.Contains("refused", StringComparison.Ordinal), "it is fine again");
        Assert.Equal(before.Version, (await StateAsync(gateway)).Version);
    }

    private static async Task<(long Version, string Text)> StateAsync(GatewayUnderTest gateway)
    {
        var text = await gateway.Admin.GetStringAsync("/admin/config");
        using var json = JsonDocument.Parse(text);
        return (json.RootElement.GetProperty("version").GetInt64(), text);
    }
}
