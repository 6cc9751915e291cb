using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

public sealed class HealthTests
{
    [Fact]
    public async Task A_replica_that_fails_its_checks_gets_nothing_new_until_it_passes_some_again()
    {
        await using var ill = await FakeEngine.StartAsync();
        await using var well = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(
            new GatewaySetup { Adjust = g => g["Fleet"] = new JsonObject { ["Health"] = new JsonObject { ["Interval"] = "00:00:00.050", ["Timeout"] = "00:00:10" } } }, ill, well);

        ill.IsWell = false;
        await gateway.ReadyAsync(1);
        var before = ill.Requests;
        for (var i = 0; i < 4; i++)
        {
            using var response = await gateway.ChatAsync();
            Assert.True(response.IsSuccessStatusCode);
        }

        Assert.Equal((before, 4), (ill.Requests, well.Requests));
        ill.IsWell = true;
        await gateway.ReadyAsync(2);
    }

    [Fact]
    public async Task ProductionStack749_an_engine_that_accepts_and_never_answers_keeps_nobody_from_the_others()
    {
        // Connections are taken by the listening socket itself, and then nothing comes.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        gateway.SetFleet(
            GatewayUnderTest.Replica("east-model-a-1", engine.Url), GatewayUnderTest.Replica("east-model-a-2", $"http://{silent.LocalEndpoint}"));
        var looked = engine.Scrapes;
        await Eventually.True(() => engine.Scrapes > looked + 3, "the other engine is looked at again and again");

        for (var i = 0; i < 10; i++)
        {
            using var response = await gateway.ChatAsync();
            Assert.True(response.IsSuccessStatusCode);
        }

        Assert.Equal((10, 1), (engine.Requests, gateway.ReadyReplicas()));
    }

    [Fact]
    public void It_turns_after_enough_checks_in_a_row_and_not_before()
    {
        var options = new HealthCheckOptions { UnhealthyAfter = 3, HealthyAfter = 2 };
        bool[] checks = [false, false, true, false, false, false, true, false, true, true];
        var streak = HealthStreak.Well;
        var seen = checks.Select(c => (streak = streak.After(c, options)).IsUnhealthy);

        Assert.Equal([false, false, false, false, false, true, true, true, true, false], seen);
    }
}
