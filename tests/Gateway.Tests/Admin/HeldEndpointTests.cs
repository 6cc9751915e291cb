using System.Net;
using System.Text.Json;

namespace SageServe.Gateway.Tests;

public sealed class HeldEndpointTests
{
    private const string Leaving = "east-model-a-1";
    private const string Staying = "east-model-a-2";

    [Fact]
    public async Task A_replica_is_free_once_it_drains_and_its_last_stream_has_ended()
    {
        await using var leaving = await FakeEngine.StartAsync();
        await using var staying = await FakeEngine.StartAsync();
        leaving.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await GatewayUnderTest.StartAsync(leaving);
        using var stream = await gateway.ChatAsync(stream: true);
        Assert.Equal(new HeldReplica(new InstanceId(Leaving), Admits: true, Held: 1), await OneAsync(gateway, Leaving));

        gateway.SetFleet(GatewayUnderTest.Replica(Leaving, leaving.Url, draining: true), GatewayUnderTest.Replica(Staying, staying.Url));
        await Eventually.True(async () => await OneAsync(gateway, Leaving) is { Admits: false, Held: 1, IsFree: false }, "the mark is known");

        // Gone from the fleet before its stream ended, it is held all the same.
        gateway.SetFleet(GatewayUnderTest.Replica(Staying, staying.Url));
        await Eventually.True(() => staying.Scrapes > 0, "the other replica was read");
        Assert.Equal(new HeldReplica(new InstanceId(Leaving), Admits: false, Held: 1), await OneAsync(gateway, Leaving));
        leaving.Gate.SetResult();
        Assert.Equal("[DONE]", (await SseText.AllAsync(stream))[^1]);
        await Eventually.True(async () => (await OneAsync(gateway, Leaving)).IsFree, "the last stream has ended");
    }

    [Fact]
    public async Task Each_replica_that_is_asked_for_is_told_once()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        var told = await AskAsync(gateway, $"?id={Leaving}&id=unknown&id={Leaving}");
        Assert.Equal("east", told.Region.Value);
        Assert.Equal([(Leaving, true), ("unknown", false)], told.Replicas.Select(r => (r.Id.Value, r.Admits)));
        foreach (var wrong in (string[])["", "?id=", "?" + string.Join('&', Enumerable.Range(0, 257).Select(i => $"id=r{i}"))])
        {
            using var answer = await gateway.Admin.GetAsync("/admin/held" + wrong, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            using var error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal(("invalid_id", "id"), (error.RootElement.GetProperty("error").GetProperty("code").GetString(), error.RootElement.GetProperty("error").GetProperty("param").GetString()));
        }
    }

    private static async Task<HeldReplica> OneAsync(GatewayUnderTest gateway, string id) => Assert.Single((await AskAsync(gateway, $"?id={id}")).Replicas);

    private static async Task<HeldDocument> AskAsync(GatewayUnderTest gateway, string query) => JsonSerializer.Deserialize(
        await gateway.Admin.GetStringAsync("/admin/held" + query, TestContext.Current.CancellationToken), SharedJson.Default.HeldDocument)!;
}
