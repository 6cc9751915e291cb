using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

public sealed class AffinityTests
{
    /// <summary>On a busy machine one replica's metrics may come late; that is not what is tested here.</summary>
    private static GatewaySetup With(string policy) => new()
    {
        Routing = new JsonObject { ["InstancePolicy"] = policy, ["MetricsFreshFor"] = "00:10:00" },
        Catalog = WithAdapter(),
    };

    private static CatalogDocument WithAdapter() => TestCatalog.Document() with
    {
        ServedNames = [new ServedName("alias-a", TestCatalog.Model), new ServedName("tuned", TestCatalog.Model) { Adapter = "lora-1" }],
    };

    private static string Turn(string topic, int messages) => new JsonObject
    {
        ["model"] = "model-a",
        ["messages"] = new JsonArray([.. Enumerable.Range(0, messages).Select(i => new JsonObject { ["role"] = "user", ["content"] = string.Concat(Enumerable.Repeat($"{topic} {i} ", 60)) })]),
    }.ToJsonString();

    [Fact]
    public async Task Conversations_stay_with_the_replica_that_has_them_cached()
    {
        await using var one = await FakeEngine.StartAsync();
        await using var two = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(With("prefix-affinity"), one, two);
        await gateway.ReadyAsync(2);
        for (var messages = 1; messages <= 4; messages++)
        {
            foreach (var topic in new[] { "tides", "moons" })
            {
                using var response = await gateway.PostAsync("/v1/chat/completions", Turn(topic, messages));
                Assert.True(response.IsSuccessStatusCode);
            }
        }

        foreach (var engine in new[] { one, two })
        {
            var topics = engine.Seen.Select(s => s.Body.Contains("tides", StringComparison.Ordinal)).ToList();
            Assert.True(topics.Count == 4 && topics.Distinct().Count() == 1, $"{topics.Count} requests of {topics.Distinct().Count()} conversations");
        }
    }

    [Fact]
    public async Task A_name_of_an_adapter_reaches_the_engine_as_the_adapter()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(With("least-outstanding-work"), engine);
        foreach (var name in new[] { "tuned", "lora-1", "alias-a" })
        {
            using var response = await gateway.ChatAsync(model: name);
            Assert.True(response.IsSuccessStatusCode);
        }

        Assert.Equal(["lora-1", "lora-1", "model-a"], engine.Seen.Select(s => JsonNode.Parse(s.Body)!["model"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Requests_for_an_adapter_go_where_it_is_loaded()
    {
        await using var one = await FakeEngine.StartAsync();
        await using var two = await FakeEngine.StartAsync();
        two.Adapters = "lora-1";
        await using var gateway = await GatewayUnderTest.StartAsync(With("least-outstanding-work"), one, two);
        await gateway.ReadyAsync(2);
        for (var i = 0; i < 3; i++)
        {
            using var response = await gateway.ChatAsync(model: "tuned");
        }

        Assert.Equal((0, 3), (one.Requests, two.Requests));
    }

    [Fact]
    public async Task A_replica_that_was_there_before_the_gateway_is_not_taken_for_a_fresh_one()
    {
        await using var old = await FakeEngine.StartAsync();
        await using var fresh = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(old);
        var before = gateway.Services.GetRequiredService<CurrentFleet>().Latest.TakenAt;
        gateway.SetFleet(GatewayUnderTest.Replica("east-model-a-1", old.Url), GatewayUnderTest.Replica("east-model-a-2", fresh.Url));
        await gateway.ReadyAsync(2);
        var replicas = gateway.Services.GetRequiredService<CurrentFleet>().Latest.Find(TestCatalog.Model)!.Instances;
        Assert.Equal(Instant.Min, replicas[0].ReadySince);
        Assert.True(replicas[1].ReadySince >= before);
    }
}
