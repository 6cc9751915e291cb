using System.Collections.Concurrent;

namespace SageServe.Gateway.Tests;

/// <summary>What every deferred store does. One class derives for each store and runs all of it on the real thing.</summary>
public abstract partial class DeferredStoreContract : IAsyncLifetime
{
    protected const long ItemLimit = 5000;
    protected static readonly TimeSpan LongLease = TimeSpan.FromMinutes(1);
    protected static readonly DeferredLane Lane = new(new ModelId("llama"), new RegionId("eastus"));
    private static readonly Instant Noon = Instant.From(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private int _operation;

    protected IDeferredStore Store { get; private set; } = null!;

    protected abstract Task<IDeferredStore> OpenAsync();

    /// <summary>Crashes and restarts whatever holds the data.</summary>
    protected abstract Task RestartAsync();

    public virtual async ValueTask InitializeAsync() => Store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task ReopenAsync()
    {
        await RestartAsync();
        await Store.DisposeAsync();
        Store = await OpenAsync();
    }

    protected static DeferredItem Item(int line, int dueSeconds = 60, string batch = "batch_1") => new()
    {
        Id = DeferredItem.LineId(batch, line),
        Line = line,
        Offset = 1000L * line,
        Length = 999,
        Deadline = Noon + TimeSpan.FromSeconds(dueSeconds),
        EnqueuedAt = Noon + TimeSpan.FromMilliseconds(line),
        WorkSeconds = 1.5,
        PromptTokens = 100 + line,
        OutputTokens = line,
    };

    protected string Operation() => $"test-{Interlocked.Increment(ref _operation)}";

    protected async Task EnqueueAsync(params IEnumerable<DeferredItem> items) =>
        Assert.NotNull(await Store.EnqueueAsync(Lane, Operation(), [.. items], default));

    protected async Task<IReadOnlyList<DeferredLease>> LeaseAsync(int count, TimeSpan? duration = null) =>
        await Store.LeaseAsync(Lane, Operation(), count, "one", duration ?? LongLease, default);

    [Fact]
    public async Task A_leased_item_is_what_was_enqueued()
    {
        var item = Item(7);
        await EnqueueAsync(item);
        var lease = Assert.Single(await LeaseAsync(5));
        Assert.Equal(item, lease.Item);
        Assert.Equal("batch_1", lease.Item.BatchId);
    }

    [Fact]
    public async Task Earliest_deadline_goes_first_and_equal_deadlines_in_order_of_arrival()
    {
        await EnqueueAsync(Item(1, 90), Item(2, 60), Item(10, 60), Item(3, 30), Item(4, 60));
        var lines = (await LeaseAsync(10)).Select(l => l.Item.Line);
        Assert.Equal([3, 2, 10, 4, 1], lines);
    }

    [Fact]
    public async Task A_requeued_item_keeps_its_place_and_counts_its_attempt_only_when_told()
    {
        await EnqueueAsync(Item(1), Item(2), Item(3));
        var first = Assert.Single(await LeaseAsync(1));
        Assert.True(await Store.RequeueAsync(Lane, Operation(), first, countAttempt: false, TimeSpan.Zero, default));
        first = Assert.Single(await LeaseAsync(1));
        Assert.Equal((1, 0), (first.Item.Line, first.Item.Attempt));
        Assert.True(await Store.RequeueAsync(Lane, Operation(), first, countAttempt: true, TimeSpan.Zero, default));
        Assert.Equal([(1, 1), (2, 0), (3, 0)], (await LeaseAsync(3)).Select(l => (l.Item.Line, l.Item.Attempt)));
    }

    [Fact]
    public async Task A_delayed_item_returns_after_its_delay_and_not_before()
    {
        await EnqueueAsync(Item(1));
        var lease = Assert.Single(await LeaseAsync(1));
        await Store.RequeueAsync(Lane, Operation(), lease, countAttempt: true, TimeSpan.FromSeconds(1), default);
        Assert.Empty(await LeaseAsync(1));
        var again = await UntilLeasedAsync();
        Assert.Equal(1, again.Item.Attempt);
        Assert.Equal(0, (await Store.ReadStatsAsync(Lane, default)).LeasesLost);
    }

    [Fact]
    public async Task A_lease_that_ran_out_returns_its_work_and_its_holder_is_fenced_off()
    {
        await EnqueueAsync(Item(1));
        var old = Assert.Single(await LeaseAsync(1, TimeSpan.FromSeconds(1)));
        Assert.Empty(await LeaseAsync(1));
        var current = await UntilLeasedAsync();
        Assert.True(current.Token > old.Token);
        Assert.False(await Store.CompleteAsync(Lane, Operation(), old, default));
        Assert.False(await Store.RequeueAsync(Lane, Operation(), old, true, TimeSpan.Zero, default));
        Assert.Equal(0, await Store.HeartbeatAsync(Lane, Operation(), [old], LongLease, default));
        Assert.True(await Store.CompleteAsync(Lane, Operation(), current, default));
        Assert.Equal(1, (await Store.ReadStatsAsync(Lane, default)).LeasesLost);
    }

    [Fact]
    public async Task A_heartbeat_keeps_a_lease()
    {
        await EnqueueAsync(Item(1), Item(2, 90));
        var kept = Assert.Single(await LeaseAsync(1, TimeSpan.FromSeconds(1)));
        Assert.Equal(1, await Store.HeartbeatAsync(Lane, Operation(), [kept], LongLease, default));
        var lost = Assert.Single(await LeaseAsync(1, TimeSpan.FromSeconds(1.5)));
        Assert.Equal(lost.Item.Line, (await UntilLeasedAsync()).Item.Line);
        Assert.True(await Store.CompleteAsync(Lane, Operation(), kept, default));
    }

    [Fact]
    public async Task The_same_operation_again_changes_nothing_and_gives_the_same_answer()
    {
        Assert.Equal(3, await Store.EnqueueAsync(Lane, "enqueue", [Item(1), Item(2), Item(3)], default));
        Assert.Equal(3, await Store.EnqueueAsync(Lane, "enqueue", [Item(1), Item(2), Item(3)], default));
        var first = await Store.LeaseAsync(Lane, "lease", 2, "one", LongLease, default);
        Assert.Equal(first, await Store.LeaseAsync(Lane, "lease", 2, "one", LongLease, default));
        Assert.True(await Store.CompleteAsync(Lane, "complete", first[0], default));
        Assert.True(await Store.CompleteAsync(Lane, "complete", first[0], default));
        Assert.True(await Store.RequeueAsync(Lane, "requeue", first[1], true, TimeSpan.Zero, default));
        Assert.True(await Store.RequeueAsync(Lane, "requeue", first[1], true, TimeSpan.Zero, default));
        Assert.Equal([(2, 1), (3, 0)], (await LeaseAsync(5)).Select(l => (l.Item.Line, l.Item.Attempt)));
    }

    [Fact]
    public async Task A_known_item_is_not_enqueued_twice_waiting_or_leased()
    {
        await EnqueueAsync(Item(1), Item(2));
        Assert.Single(await LeaseAsync(1));
        Assert.Equal(1, await Store.EnqueueAsync(Lane, Operation(), [Item(1), Item(2), Item(3)], default));
        Assert.Equal([2, 3], (await LeaseAsync(5)).Select(l => l.Item.Line));
    }

    [Fact]
    public async Task What_does_not_fit_the_limit_is_refused_whole()
    {
        for (var chunk = 0; chunk < 10; chunk++)
        {
            await EnqueueAsync(Enumerable.Range(chunk * 499, 499).Select(line => Item(line)));
        }

        Assert.Null(await Store.EnqueueAsync(Lane, Operation(), [.. Enumerable.Range(6000, 11).Select(line => Item(line))], default));
        Assert.Equal(4990, (await Store.ReadStatsAsync(Lane, default)).Waiting);
        Assert.Equal(10, await Store.EnqueueAsync(Lane, Operation(), [.. Enumerable.Range(6000, 10).Select(line => Item(line))], default));
    }

    [Fact]
    public async Task Stats_tell_how_many_wait_how_old_and_how_urgent()
    {
        Assert.Equal(DeferredStats.Empty, await Store.ReadStatsAsync(Lane, default));
        await EnqueueAsync(Item(3, 90), Item(5, 30), Item(9, 60));
        Assert.Single(await LeaseAsync(1));
        Assert.Equal(
            new DeferredStats(2, 1, Item(3).EnqueuedAt, Item(9, 60).Deadline, 1.5, 0),
            await Store.ReadStatsAsync(Lane, default));
    }

    [Fact]
    public async Task Removed_items_are_gone_waiting_or_leased()
    {
        await EnqueueAsync(Item(1), Item(2), Item(3));
        var lease = Assert.Single(await LeaseAsync(1));
        Assert.Equal(2, await Store.RemoveAsync(Lane, Operation(), [Item(1).Id, Item(2).Id, Item(99).Id], default));
        Assert.False(await Store.CompleteAsync(Lane, Operation(), lease, default));
        Assert.Equal([3], (await LeaseAsync(5)).Select(l => l.Item.Line));
    }

    [Fact]
    public async Task Lanes_do_not_see_each_other()
    {
        await EnqueueAsync(Item(1));
        foreach (var other in new[] { Lane with { Shard = new RegionId("westus") }, Lane with { Model = new ModelId("qwen") } })
        {
            Assert.Empty(await Store.LeaseAsync(other, Operation(), 1, "one", LongLease, default));
            Assert.Equal(DeferredStats.Empty, await Store.ReadStatsAsync(other, default));
        }
    }

    [Fact]
    public async Task Concurrent_lessees_complete_every_item_exactly_once()
    {
        const int Items = 600;
        await EnqueueAsync(Enumerable.Range(1, Items).Select(line => Item(line, dueSeconds: line % 7)));
        var completed = new ConcurrentBag<int>();
        await using var second = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(n => DrainAsync(n % 2 == 0 ? Store : second, $"lessee{n}", completed)));
        Assert.Equal(Enumerable.Range(1, Items), completed.Order());
        Assert.Equal(DeferredStats.Empty, await Store.ReadStatsAsync(Lane, default));
    }

    [Fact]
    public async Task A_crash_loses_nothing_and_leases_still_run_out()
    {
        await EnqueueAsync(Item(1), Item(2), Item(3));
        var done = Assert.Single(await LeaseAsync(1));
        Assert.True(await Store.CompleteAsync(Lane, Operation(), done, default));
        var cut = Assert.Single(await LeaseAsync(1, TimeSpan.FromMilliseconds(200)));
        await ReopenAsync();
        var lines = new List<int> { (await UntilLeasedAsync()).Item.Line, (await UntilLeasedAsync()).Item.Line };
        Assert.Equal([2, 3], lines.Order());
        Assert.False(await Store.CompleteAsync(Lane, Operation(), cut, default));
    }

    [Fact]
    public async Task An_item_that_is_too_long_to_index_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.EnqueueAsync(Lane, Operation(), [Item(1, batch: new string('b', 250))], default));

    protected async Task<DeferredLease> UntilLeasedAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (await LeaseAsync(1) is [var lease])
            {
                return lease;
            }

            await Task.Delay(20, limit.Token);
        }
    }

    private async Task DrainAsync(IDeferredStore store, string owner, ConcurrentBag<int> completed)
    {
        while (await store.LeaseAsync(Lane, Operation(), 5, owner, LongLease, default) is { Count: > 0 } leases)
        {
            foreach (var lease in leases)
            {
                if (lease.Item.Line % 5 == 0 && lease.Item.Attempt == 0)
                {
                    Assert.True(await store.RequeueAsync(Lane, Operation(), lease, true, TimeSpan.Zero, default));
                    continue;
                }

                Assert.True(await store.CompleteAsync(Lane, Operation(), lease, default));
                completed.Add(lease.Item.Line);
            }
        }
    }
}
