namespace SageServe.Gateway.Tests;

public sealed class RedisDeferredStoreTests : DeferredStoreContract
{
    private RedisServer _redis = null!;

    public override async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _redis.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override Task<IDeferredStore> OpenAsync() =>
        Task.FromResult<IDeferredStore>(new RedisDeferredStore(_redis.Endpoint, ItemLimit, TimeProvider.System));

    protected override async Task RestartAsync()
    {
        await _redis.KillAsync();
        await _redis.StartAgainAsync();
    }

    [Fact]
    public async Task A_script_flush_is_survived_by_one_retry()
    {
        await EnqueueAsync(Item(1), Item(2));
        Assert.Single(await LeaseAsync(1));
        Assert.Equal("+OK", await _redis.CommandAsync("SCRIPT FLUSH"));
        Assert.Single(await LeaseAsync(1));
    }

    [Fact]
    public async Task A_restart_is_survived_by_the_same_connection()
    {
        await EnqueueAsync(Item(1));
        await RestartAsync();
        await Eventually.True(AnswersAsync, "the connection is back", TimeSpan.FromSeconds(20));
        Assert.Single(await LeaseAsync(1));
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await Store.ReadStatsAsync(Lane, default);
            return true;
        }
        catch (DeferredStoreException)
        {
            return false;
        }
    }

    [Fact]
    public async Task A_paused_server_costs_two_seconds_and_then_fails_fast_and_recovers()
    {
        await EnqueueAsync(Item(1));
        await _redis.PauseAsync();
        var started = TimeProvider.System.GetTimestamp();
        for (var call = 0; call < 3; call++)
        {
            await Assert.ThrowsAsync<DeferredStoreException>(() => LeaseAsync(1));
        }

        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 1.5, 15);
        var refusal = await Assert.ThrowsAsync<DeferredStoreException>(() => LeaseAsync(1));
        Assert.Contains("did not answer lately", refusal.Message, StringComparison.Ordinal);
        await _redis.ResumeAsync();
        await Eventually.True(AnswersAsync, "calls succeed again");
    }

    [Fact]
    public async Task A_queue_of_a_newer_version_is_refused()
    {
        await EnqueueAsync(Item(1));
        await _redis.CommandAsync($"HSET sageserve:{{{Lane}}}:meta schema 3");
        var refusal = await Assert.ThrowsAsync<DeferredStoreException>(() => LeaseAsync(1));
        Assert.Contains("newer version", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Items_of_an_older_version_are_counted_and_have_no_tokens()
    {
        await EnqueueAsync(Item(1), Item(2), Item(3));
        var delayed = Assert.Single(await LeaseAsync(1));
        await Store.RequeueAsync(Lane, Operation(), delayed, countAttempt: true, LongLease, default);
        var keys = $"sageserve:{{{Lane}}}:";
        await _redis.CommandAsync($"HDEL {keys}meta idle prompt output");
        await _redis.CommandAsync($"HSET {keys}meta schema 1");
        foreach (var line in new[] { 1, 2, 3 })
        {
            await _redis.CommandAsync($"HSET {keys}items {Item(line).Id} {line}|0|1795348860000|1795348800000|{line}|0|999|1500");
        }

        Assert.Equal(new DeferredWork(3, 0, 0), await Store.ReadWorkAsync(Lane, default));
        Assert.Equal(0, Assert.Single(await LeaseAsync(1)).Item.PromptTokens);
        await EnqueueAsync(Item(4));
        Assert.Equal(new DeferredWork(3, 104, 4), await Store.ReadWorkAsync(Lane, default));
    }

    [Fact]
    public async Task Every_key_carries_the_tag_of_its_lane_and_none_is_left_but_the_counters()
    {
        await EnqueueAsync(Item(1));
        var lease = Assert.Single(await LeaseAsync(1));
        await Store.CompleteAsync(Lane, Operation(), lease, default);
        Assert.Equal(":1", await _redis.CommandAsync($"EXISTS sageserve:{{{Lane}}}:meta"));
        foreach (var key in new[] { "items", "waiting", "ages", "leased", "holders" })
        {
            Assert.Equal(":0", await _redis.CommandAsync($"EXISTS sageserve:{{{Lane}}}:{key}"));
        }
    }
}
