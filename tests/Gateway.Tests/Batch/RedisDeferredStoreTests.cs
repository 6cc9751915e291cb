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

    protected override Task<IDeferredStore> OpenAsync(DeferredLimits limits) =>
        Task.FromResult<IDeferredStore>(new RedisDeferredStore(_redis.Endpoint, limits, TimeProvider.System));

    protected override async Task RestartAsync()
    {
        await _redis.KillAsync();
        await _redis.StartAgainAsync();
    }

    [Fact]
    public async Task A_script_flush_is_survived_by_one_retry()
    {
        await EnqueueAsync("batch_1", Items(1, 2));
        Assert.Single(await LeaseAsync(1));
        Assert.Equal("+OK", await _redis.CommandAsync("SCRIPT FLUSH"));
        Assert.Single(await LeaseAsync(1));
    }

    [Fact]
    public async Task A_restart_is_survived_by_the_same_connection()
    {
        await EnqueueAsync("batch_1", Item(1));
        await RestartAsync();
        await Eventually.True(AnswersAsync, "the connection is back", TimeSpan.FromSeconds(20));
        Assert.Single(await LeaseAsync(1));
    }

    [Fact]
    public async Task A_replica_that_is_promoted_goes_on_with_what_it_has()
    {
        await using var other = await RedisServer.StartAsync();
        Assert.Equal("+OK", await other.CommandAsync($"REPLICAOF {_redis.Endpoint.Replace(':', ' ')}"));
        await using var both = new RedisDeferredStore($"{_redis.Endpoint},{other.Endpoint}", Limits, TimeProvider.System);
        await both.EnqueueAsync(Lane, Group(), Items(1, 2), default);
        await Eventually.True(async () => await other.CommandAsync("DBSIZE") != ":0", "the replica has the lane", TimeSpan.FromSeconds(20));

        await _redis.KillAsync();
        Assert.Equal("+OK", await other.CommandAsync("REPLICAOF NO ONE"));
        await Eventually.True(async () => await AnswersAsync(both), "the promoted one serves", TimeSpan.FromSeconds(90));
        Assert.Equal(2, (await both.ReadAsync(Lane, default)).Waiting);
        Assert.NotNull(await both.EnqueueAsync(Lane, Group(), Items(3, 1), default));
        Assert.Equal(3, (await both.ReadAsync(Lane, default)).Waiting);
    }

    private Task<bool> AnswersAsync() => AnswersAsync(Store);

    private static async Task<bool> AnswersAsync(IDeferredStore store)
    {
        try
        {
            await store.ReadAsync(Lane, default);
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
        await EnqueueAsync("batch_1", Item(1));
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
        await EnqueueAsync("batch_1", Item(1));
        await _redis.CommandAsync($"HSET {Keys}meta schema 4");
        var refusal = await Assert.ThrowsAsync<DeferredStoreException>(StateAsync);
        Assert.Contains("newer version", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DeferredStoreException>(() => EnqueueAsync("batch_1", Item(2)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Items_of_an_older_version_are_taken_over_bit_by_bit(int version)
    {
        const int Lines = 2500;
        var tokens = version == 1 ? "" : "|104|4";
        await ScriptAsync($$$"""
            local key = '{{{Keys}}}'
            for line = 1, {{{Lines}}} do
              redis.call('HSET', key .. 'items', 'batch_1/' .. line, line .. '|' .. line % 2 .. '|1795348860000|1795348800000|' .. line .. '|' .. line .. '000|999|1500{{{tokens}}}')
              if line % 2 == 0 then
                redis.call('ZADD', key .. 'waiting', 1795348860000, string.format('%016d', line) .. 'batch_1/' .. line)
              else
                redis.call('ZADD', key .. 'leased', 1795348860000, 'batch_1/' .. line)
                redis.call('HSET', key .. 'holders', 'batch_1/' .. line, line)
              end
            end
            redis.call('HSET', key .. 'items', 'flex-abc-1', '9999|0|1795348860000|1795348800000|0|0|0|1500{{{tokens}}}')
            redis.call('ZADD', key .. 'waiting', 1795348860000, '0000000000009999flex-abc-1')
            redis.call('HSET', key .. 'meta', 'schema', {{{version}}}, 'seq', 9999, 'token', 5, 'lost', 1)
            """);
        await Eventually.True(async () => (await StateAsync()).Waiting == Lines, "all are taken over");
        var group = (await GroupAsync())!;
        Assert.Equal((true, version == 1 ? 0 : 104 * Lines, 1.5 * Lines), (group.Tenant.IsNone, group.PromptTokens, group.WorkSeconds));
        Assert.Equal(1, await EnqueueAsync("batch_1", Item(1), Item(2), Item(Lines + 1)));
        Assert.Equal("tenant of batch_1", (await GroupAsync())!.Tenant.Value);
        Assert.Equal([(2, 2000, 0), (4, 4000, 0)], (await LeaseAsync(2)).Select(l => (l.Item.Line, l.Item.Offset, l.Item.Attempt)));
        Assert.Equal(Lines + 1, await Store.RemoveGroupAsync(Lane, "batch_1", default));
        await StateAsync();
        await OnlyWhatExpiresIsLeftAsync();
    }

    [Fact]
    public async Task Leases_of_the_same_version_without_a_mark_are_patient_and_marked_ones_are_no_riddle_to_it()
    {
        await EnqueueAsync("batch_1", Items(1, 2));
        await JoinAsync();
        await Store.GrantAsync(Lane, One, Operation(), [new("batch_1", One, 2, Urgent: true)], LongLease, default);
        var values = (string[])(await ScriptAsync($"return redis.call('HVALS', '{Keys}leases')"))!;
        var plain = values.Select(v => v.Replace("one!|", "one|", StringComparison.Ordinal)).ToArray();
        Assert.All(plain.Zip(values), pair => Assert.Equal(pair.First.Length + 1, pair.Second.Length));

        // What the program before took from a lease: all after the first bar.
        Assert.All(values, v => Assert.Matches(@"^[^|]*\|(\d+\|){7}\d+\|batch_1$", v));
        await ScriptAsync($"""
            for _, token in ipairs(redis.call('HKEYS', '{Keys}leases')) do
              redis.call('HSET', '{Keys}leases', token, (string.gsub(redis.call('HGET', '{Keys}leases', token), '!', '')))
            end
            """);
        var leases = (await Store.CollectAsync(Lane, One, 9, 0, LongLease, default)).Leases;
        Assert.Equal(Items(1, 2).Select(i => (i, false)), leases.Select(l => (l.Item, l.Urgent)));
        Assert.Equal(2, await Store.CompleteAsync(Lane, leases, default));
    }

    [Fact]
    public async Task Nothing_is_left_when_the_lane_is_empty_but_what_expires()
    {
        await EnqueueAsync("batch_1", Items(1, 3));
        await EnqueueAsync("batch_2", Items(1, 3, "batch_2"));
        var leases = await LeaseAsync(3);
        await Store.RequeueAsync(Lane, leases[2], countAttempt: true, LongLease, default);
        await Store.CompleteAsync(Lane, [.. leases.Take(2)], default);
        Assert.All(await KeysAsync(), key => Assert.StartsWith(Keys, key, StringComparison.Ordinal));
        await Store.RemoveAsync(Lane, "batch_1", [3], default);
        await Store.RemoveGroupAsync(Lane, "batch_2", default);
        await OnlyWhatExpiresIsLeftAsync();
    }

    [Fact]
    public async Task After_a_flush_everything_is_empty_and_the_next_steps_work()
    {
        await EnqueueAsync("batch_1", Items(1, 3));
        var before = await LeaseAsync(2);
        Assert.Equal("+OK", await _redis.CommandAsync("FLUSHALL"));
        Assert.Equal(0, await Store.CompleteAsync(Lane, before, default));
        Assert.False(await Store.RequeueAsync(Lane, before[0], true, TimeSpan.Zero, default));
        Assert.Equal(0, await Store.HeartbeatAsync(Lane, before, LongLease, default));
        Assert.Null(await Store.GrantAsync(Lane, One, Operation(), [new("batch_1", One, 1)], LongLease, default));
        Assert.Equal(0, (await Store.CollectAsync(Lane, One, 5, before[1].Token, LongLease, default)).LaneItems);
        Assert.Equal(3, await EnqueueAsync("batch_1", Items(1, 3)));
        await Store.HoldPumpAsync(Lane, One, LongLease, default);
        await Store.GrantAsync(Lane, One, Operation(), [new("batch_1", One, 3)], LongLease, default);

        // Tokens go on: what was acknowledged before the flush hides nothing of now.
        var after = (await Store.CollectAsync(Lane, One, 5, before[1].Token, LongLease, default)).Leases;
        Assert.Equal([1, 2, 3], Lines(after));
        Assert.Equal(0, await Store.CompleteAsync(Lane, before, default));
        Assert.Equal(3, await Store.CompleteAsync(Lane, after, default));
    }

    private static string Keys => $"sageserve:{{{Lane}}}:";

    private async Task<string[]> KeysAsync() => (string[])(await ScriptAsync("return redis.call('KEYS', '*')"))!;

    private async Task<StackExchange.Redis.RedisResult> ScriptAsync(string script)
    {
        using var connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(_redis.Endpoint);
        return await connection.GetDatabase().ScriptEvaluateAsync(script);
    }

    private async Task OnlyWhatExpiresIsLeftAsync()
    {
        foreach (var key in await KeysAsync())
        {
            Assert.NotEqual(":-1", await _redis.CommandAsync($"PTTL {key}"));
        }

        Assert.All(await KeysAsync(), key => Assert.Contains(key, new[] { Keys + "members", Keys + "pump", Keys + "inbox:" + One }));
    }
}
