namespace SageServe.Gateway.Tests;

public sealed class LeaseEndsTests : IDisposable
{
    private static readonly DeferredLane Lane = new(new ModelId("llama"), new RegionId("eastus"));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everything_that_ends_at_once_is_completed()
    {
        const int Items = 1000;
        await using var store = new SqliteDeferredStore(_folder["queue.db"], new DeferredLimits(Items), TimeProvider.System);
        var leases = await LeasesAsync(store, Items);
        var ends = new LeaseEnds(store);
        await Task.WhenAll(leases.Select(lease => Task.Run(() => ends.CompleteAsync(Lane, lease))));
        Assert.Equal(0, (await store.ReadAsync(Lane, default)).Items);

        // And again, after a pause.
        await ends.CompleteAsync(Lane, leases[0]).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_store_that_is_away_is_told_to_everybody_and_the_next_are_tried()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var store = new RedisDeferredStore(redis.Endpoint, new DeferredLimits(100), TimeProvider.System);
        var leases = await LeasesAsync(store, 20);
        var ends = new LeaseEnds(store);
        await redis.PauseAsync();
        var some = leases.Take(10).Select(lease => ends.CompleteAsync(Lane, lease)).ToList();
        foreach (var end in some)
        {
            await Assert.ThrowsAsync<DeferredStoreException>(() => end.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        await redis.ResumeAsync();
        await Eventually.True(
            async () =>
            {
                try
                {
                    await Task.WhenAll(leases.Select(lease => ends.CompleteAsync(Lane, lease)));
                    return (await store.ReadAsync(Lane, default)).Items == 0;
                }
                catch (DeferredStoreException)
                {
                    return false;
                }
            },
            "all are completed");
    }

    private static async Task<IReadOnlyList<DeferredLease>> LeasesAsync(IDeferredStore store, int count)
    {
        var group = new DeferredGroup("batch_1", new TenantId("a"), Instant.Max);
        DeferredItem[] items = [.. Enumerable.Range(1, count).Select(line => new DeferredItem { Group = group.Id, Line = line, Deadline = group.Deadline, EnqueuedAt = Instant.FromUnixSeconds(line) })];
        await store.EnqueueAsync(Lane, group, items, default);
        await store.CollectAsync(Lane, "one", count, 0, TimeSpan.FromMinutes(1), default);
        await store.HoldPumpAsync(Lane, "one", TimeSpan.FromMinutes(1), default);
        await store.GrantAsync(Lane, "one", "1", [new(group.Id, "one", count)], TimeSpan.FromMinutes(1), default);
        var leases = (await store.CollectAsync(Lane, "one", count, 0, TimeSpan.FromMinutes(1), default)).Leases;
        Assert.Equal(count, leases.Length);
        return leases;
    }
}
