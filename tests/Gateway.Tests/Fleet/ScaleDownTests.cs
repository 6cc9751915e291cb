using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

/// <summary>Replicas that come and go while requests run.</summary>
public sealed class ScaleDownTests
{
    /// <summary>Also when it is not listed any more before its last stream has ended, as by a scaler that waits for nobody.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Kthena1589_Dynamo13559_a_replica_that_is_scaled_down_ends_its_streams_and_gets_nothing_new(bool drains)
    {
        await using var leaving = await FakeEngine.StartAsync();
        await using var staying = await FakeEngine.StartAsync();
        leaving.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await GatewayUnderTest.StartAsync(leaving);
        using var stream = await gateway.ChatAsync(stream: true);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
        await SseText.NextDataAsync(reader);
        Assert.Contains("t0", await SseText.NextDataAsync(reader));

        var other = GatewayUnderTest.Replica("east-model-a-2", staying.Url);
        gateway.SetFleet(drains ? [GatewayUnderTest.Replica("east-model-a-1", leaving.Url, draining: true), other] : [other]);
        await Eventually.True(() => staying.Scrapes > 0, "the other replica was read");
        await gateway.ReadyAsync(1);
        for (var i = 0; i < 5; i++)
        {
            using var response = await gateway.ChatAsync();
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal((1, 5), (leaving.Requests, staying.Requests));
        leaving.Gate.SetResult();
        var rest = await SseText.RestAsync(reader);
        Assert.Equal(("[DONE]", 0), (rest[^1], leaving.Canceled));
    }

    [Fact]
    public async Task Aibrix1131_a_fleet_that_changes_all_the_time_breaks_no_request()
    {
        await using var constant = await FakeEngine.StartAsync();
        await using var guest = await FakeEngine.StartAsync();
        var routing = new JsonObject { ["InstancePolicy"] = "prefix-affinity" };
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { Routing = routing }, constant);
        var stays = GatewayUnderTest.Replica("east-model-a-1", constant.Url);
        using var enough = new CancellationTokenSource();
        var calls = Enumerable.Range(0, 8).Select(_ => SendAsync(gateway, enough.Token)).ToArray();
        var current = gateway.Services.GetRequiredService<CurrentFleet>();
        for (var change = 1; change <= 12; change++)
        {
            gateway.SetFleet([stays, .. Enumerable.Range(0, change % 4).Select(i => GatewayUnderTest.Replica($"east-model-a-{10 + change + i}", guest.Url, draining: i == 2))]);
            var expected = 1 + change % 4;
            await Eventually.True(() => current.Latest.Find(TestCatalog.Model)?.Instances.Length == expected, $"change {change} is known");
            Assert.Equal(HttpStatusCode.OK, (await gateway.Admin.GetAsync("/admin/fleet")).StatusCode);
        }

        await enough.CancelAsync();
        Assert.All(await Task.WhenAll(calls), c => Assert.True(c.Sent > 0 && c.Sent == c.Whole, $"{c.Whole} of {c.Sent}"));
        Assert.True(guest.Requests > 0, "those that came were used");
    }

    private static async Task<(int Sent, int Whole)> SendAsync(GatewayUnderTest gateway, CancellationToken enough)
    {
        var (sent, whole) = (0, 0);
        while (!enough.IsCancellationRequested)
        {
            sent++;
            using var response = await gateway.ChatAsync(stream: true, cancellation: CancellationToken.None);
            whole += (await SseText.AllAsync(response))[^1] == "[DONE]" ? 1 : 0;
        }

        return (sent, whole);
    }
}
