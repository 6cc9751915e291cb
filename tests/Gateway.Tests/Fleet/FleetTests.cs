using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

public sealed class FleetTests
{
    [Fact]
    public async Task A_replica_is_starting_until_it_was_read_and_lost_when_nobody_answers_any_more()
    {
        var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup());
        gateway.SetFleet(
            GatewayUnderTest.Replica("east-model-a-1", engine.Url), GatewayUnderTest.Replica("east-model-a-2", GatewayUnderTest.Address()));

        await PhaseAsync(gateway, "east-model-a-1", InstancePhase.Ready);
        await PhaseAsync(gateway, "east-model-a-2", InstancePhase.Starting);
        await engine.DisposeAsync();
        await PhaseAsync(gateway, "east-model-a-1", InstancePhase.Lost);
    }

    [Fact]
    public async Task A_changed_fleet_file_is_taken_and_a_draining_replica_gets_nothing_new()
    {
        await using var first = await FakeEngine.StartAsync();
        await using var second = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(first);

        gateway.SetFleet(
            GatewayUnderTest.Replica("east-model-a-1", first.Url, draining: true), GatewayUnderTest.Replica("east-model-a-2", second.Url));
        await PhaseAsync(gateway, "east-model-a-1", InstancePhase.Draining);
        await PhaseAsync(gateway, "east-model-a-2", InstancePhase.Ready);
        for (var i = 0; i < 3; i++)
        {
            using var response = await gateway.ChatAsync();
            Assert.True(response.IsSuccessStatusCode);
        }

        Assert.Equal((0, 3), (first.Requests, second.Requests));
    }

    [Fact]
    public async Task A_fleet_file_that_makes_no_sense_changes_nothing()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        gateway.SetFleet(GatewayUnderTest.Replica("east-model-a-2", "no address"));
        using var response = await gateway.ChatAsync();

        Assert.True(response.IsSuccessStatusCode);
    }

    [Fact]
    public async Task The_engines_own_figures_are_shown_with_their_source()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.KvUsage = 0.25;
        engine.Running = 4;
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        var fleet = JsonDocument.Parse(await gateway.Admin.GetStringAsync("/admin/fleet")).RootElement;
        var model = fleet.GetProperty("models").EnumerateArray().Single(m => m.GetProperty("model").GetString() == "model-a");
        var replica = model.GetProperty("replicas").EnumerateArray().Single();

        Assert.Equal("east", fleet.GetProperty("region").GetString());
        Assert.Equal(0.25, model.GetProperty("kvUtilization").GetDouble(), 3);
        Assert.Equal(0, model.GetProperty("held").GetProperty("interactive-fast").GetInt32());
        Assert.Equal("Ready", replica.GetProperty("phase").GetString());
        Assert.Equal(4, replica.GetProperty("running").GetInt32());
        Assert.Equal(16_000, replica.GetProperty("kvCapacityTokens").GetInt64());
        Assert.Equal("engine", replica.GetProperty("kvCapacitySource").GetString());
        Assert.True(replica.GetProperty("metricsAgeSeconds").GetDouble() is >= 0 and < 5);
    }

    private static Task PhaseAsync(GatewayUnderTest gateway, string id, InstancePhase phase) => Eventually.True(
        () => gateway.Services.GetRequiredService<CurrentFleet>().Latest.Find(TestCatalog.Model)?.Instances.FirstOrDefault(i => i.Id.Value == id)?.Phase == phase,
        $"{id} is {phase}");
}
