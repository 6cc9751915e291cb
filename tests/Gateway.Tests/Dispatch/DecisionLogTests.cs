using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SageServe.Routing;

namespace SageServe.Gateway.Tests;

public sealed class DecisionLogTests
{
    [Fact]
    public async Task What_was_recorded_live_replays_to_the_same_effects()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var failing = await FakeEngine.StartAsync();
        failing.Fault = EngineFault.Status503;
        var setup = new GatewaySetup
        {
            RecordsDecisions = true,
            HoldLimit = TimeSpan.FromSeconds(20),
            Routing = new JsonObject { ["ReplicaBoundSeconds"] = 0.05 },
        };
        string log;
        await using (var gateway = await GatewayUnderTest.StartAsync(setup, engine, failing))
        {
            var calls = Enumerable.Range(0, 20).Select(i => gateway.ChatAsync(stream: i % 2 == 0)).ToArray();
            foreach (var response in await Task.WhenAll(calls))
            {
                await response.Content.ReadAsStringAsync();
                response.Dispose();
            }

            await gateway.StopAsync();
            await ((IAsyncDisposable)gateway.Services).DisposeAsync();
            log = await File.ReadAllTextAsync(gateway.DecisionLogFile);
        }

        var records = log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(r => r.GetProperty("key").GetString() == "model-a").ToList();
        var kinds = records.Select(r => r.GetProperty("input").GetProperty("kind").GetString()).ToHashSet();
        Assert.Superset(new HashSet<string?> { "Open", "Arrived", "AttemptEnded", "FleetChanged", "ShutdownBegan" }, kinds);
        Assert.Equal(Enumerable.Range(0, records.Count).Select(i => (long)i), records.Select(r => r.GetProperty("sequence").GetInt64()));
        Replay(records);
    }

    private static void Replay(List<JsonElement> records)
    {
        var header = FlowJson.ReadHeader(records[0].GetProperty("input"));
        var flow = new ModelFlow(header.Model, header.Home, new ServingCatalog(TestCatalog.Document(TimeSpan.FromSeconds(20))), header.Options);
        var effects = new FlowEffectBuffer();
        foreach (var record in records.Skip(1))
        {
            effects.Clear();
            flow.Apply(FlowJson.ReadInput(record.GetProperty("input")), effects);
            Assert.Equal(record.GetProperty("effects").GetRawText(), Text(effects));
        }
    }

    private static string Text(FlowEffectBuffer effects)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            FlowJson.Write(writer, effects);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
