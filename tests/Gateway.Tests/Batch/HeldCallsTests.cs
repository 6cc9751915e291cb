using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway.Tests;

/// <summary>Held calls and their index, with several gateways on one Redis.</summary>
public sealed class HeldCallsTests : HostsOnRedis
{
    private static readonly ModelId Model = new("llama-3.1-70b");
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Each_gateway_releases_its_own_whoever_pumps()
    {
        var hosts = new[] { await StartAsync(), await StartAsync(), await StartAsync() };
        var waits = hosts.SelectMany(h => Enumerable.Range(0, 3).Select(n => WaitAsync(h, n == 0 ? "a" : "b"))).ToList();
        await UntilAsync(hosts[0], s => s is { Waiting: 9, Groups.Length: 6, Pump: not null });
        Assert.All(waits, wait => Assert.False(wait.IsCompleted));
        Free(hosts);
        var tickets = await Task.WhenAll(waits).WaitAsync(Limit);
        Assert.All(tickets, t => Assert.True(t.Released));
        foreach (var (ticket, i) in tickets.Select((t, i) => (t, i)))
        {
            await hosts[i / 3].Get<IFlexLane>().CompleteAsync(ticket, requeue: false);
        }

        await UntilAsync(hosts[0], s => s.Items == 0);
    }

    [Fact]
    public async Task When_the_pump_goes_another_takes_over()
    {
        var hosts = new[] { await StartAsync(), await StartAsync() };
        var waits = hosts.Select(h => WaitAsync(h, "a")).ToArray();
        var pump = (await UntilAsync(hosts[0], s => s is { Waiting: 2, Pump: not null })).Pump;
        var (first, other) = hosts[0].Get<PatientQueue>().Gateway == pump ? (0, 1) : (1, 0);
        Hosts.Remove(hosts[first]);
        await hosts[first].DisposeAsync();
        Free(hosts[other]);
        Assert.True((await waits[other].WaitAsync(Limit)).Released);
        await UntilAsync(hosts[other], s => s.Pump == hosts[other].Get<PatientQueue>().Gateway);

        // What the other one held goes with it, its clients being gone.
        await UntilAsync(hosts[other], s => s.Items == 1);
    }

    [Fact]
    public async Task A_flushed_index_gets_the_held_calls_again()
    {
        var host = await StartAsync();
        var waits = new[] { WaitAsync(host, "a"), WaitAsync(host, "a"), WaitAsync(host, "b") };
        await UntilAsync(host, s => s.Waiting == 3);
        Assert.Equal("+OK", await Redis.CommandAsync("FLUSHALL"));
        await UntilAsync(host, s => s.Waiting == 3);
        Free(host);
        Assert.All(await Task.WhenAll(waits).WaitAsync(Limit), t => Assert.True(t.Released));
    }

    [Fact]
    public async Task A_client_that_leaves_while_redis_is_away_leaves_no_call_behind()
    {
        var host = await StartAsync();
        using var client = new CancellationTokenSource();
        var (leaves, stays) = (WaitAsync(host, "a", client.Token), WaitAsync(host, "a"));
        await UntilAsync(host, s => s.Waiting == 2);
        await Redis.PauseAsync();
        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves.WaitAsync(Limit));
        await Redis.ResumeAsync();
        Free(host);
        Assert.True((await stays.WaitAsync(Limit)).Released);
        await host.Get<IFlexLane>().CompleteAsync(await stays, requeue: false);
        await UntilAsync(host, s => s.Items == 0);
    }

    private async Task<BatchHost> StartAsync()
    {
        var host = await BatchHost.StartAsync(Folder.Root, Engine.Url, o => o with
        {
            Store = new StoreOptions { Kind = "redis", Redis = Redis.Endpoint },
            Release = new ReleaseOptions { Rule = "paper" },
        });
        host.Get<EngineRunner>().KvUsage = 0.9;
        Hosts.Add(host);
        return host;
    }

    private static void Free(params IEnumerable<BatchHost> hosts)
    {
        foreach (var host in hosts)
        {
            host.Get<EngineRunner>().KvUsage = 0.1;
        }
    }

    private static Task<FlexTicket> WaitAsync(BatchHost host, string tenant, CancellationToken clientGone = default)
    {
        var arrived = host.Get<SteadyClock>().Now;
        return host.Get<IFlexLane>().WaitForReleaseAsync(
            new InferenceRequest
            {
                Id = new RequestId(Guid.NewGuid().ToString("N")),
                Model = Model,
                Tier = ServiceTier.NonInteractive,
                Tenant = new TenantId(tenant),
                Origin = new RegionId("eastus"),
                PromptTokens = 10,
                ExpectedOutputTokens = 10,
                Arrived = arrived,
                Deadline = arrived + TimeSpan.FromHours(24),
            },
            clientGone).AsTask();
    }

    private static async Task<DeferredLaneState> UntilAsync(BatchHost host, Func<DeferredLaneState, bool> holds)
    {
        var state = DeferredLaneState.Empty;
        await Eventually.True(
            async () =>
            {
                try
                {
                    return holds(state = await host.Get<PatientQueue>().ReadAsync(Model, default));
                }
                catch (DeferredStoreException)
                {
                    return false;
                }
            },
            "the lane is as expected",
            Limit);
        return state;
    }
}
