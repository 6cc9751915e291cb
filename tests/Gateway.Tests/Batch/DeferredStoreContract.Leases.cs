namespace SageServe.Gateway.Tests;

/// <summary>What becomes of items that a gateway has, and of those that are removed.</summary>
public abstract partial class DeferredStoreContract
{
    [Fact]
    public async Task A_requeued_item_returns_to_the_head_and_counts_its_attempt_only_when_told()
    {
        await EnqueueAsync("batch_1", Items(1, 3));
        var first = Assert.Single(await LeaseAsync(1));
        Assert.True(await Store.RequeueAsync(Lane, first, countAttempt: false, TimeSpan.Zero, default));
        first = Assert.Single(await LeaseAsync(1));
        Assert.Equal((1, 0), (first.Item.Line, first.Item.Attempt));
        Assert.True(await Store.RequeueAsync(Lane, first, countAttempt: true, TimeSpan.Zero, default));
        Assert.Equal([(1, 1), (2, 0), (3, 0)], (await LeaseAsync(3)).Select(l => (l.Item.Line, l.Item.Attempt)));
    }

    [Fact]
    public async Task A_delayed_item_returns_to_the_head_after_its_delay_and_not_before()
    {
        await EnqueueAsync("batch_1", Items(1, 3));
        var leases = await LeaseAsync(2);
        await Store.RequeueAsync(Lane, leases[0], countAttempt: true, LongLease, default);
        await Store.RequeueAsync(Lane, leases[1], countAttempt: true, TimeSpan.FromMilliseconds(300), default);
        await Eventually.True(async () => (await StateAsync()).Waiting == 2, "the second is back");
        Assert.Equal((1, 0), ((await GroupAsync())!.Delayed, (await StateAsync()).LeasesLost));
        Assert.Equal([(2, 1), (3, 0)], (await LeaseAsync(9)).Select(l => (l.Item.Line, l.Item.Attempt)));
    }

    [Fact]
    public async Task A_lease_that_ran_out_returns_its_work_and_its_holder_is_fenced_off()
    {
        await EnqueueAsync("batch_1", Items(1, 3));
        var old = await LeaseAsync(2, duration: TimeSpan.FromMilliseconds(200));
        await Eventually.True(async () => (await StateAsync()).Waiting == 3, "the leases ran out");
        Assert.Equal(2, (await StateAsync()).LeasesLost);
        var current = await LeaseAsync(3);
        Assert.Equal([1, 2, 3], Lines(current));
        Assert.True(current[0].Token > old[1].Token);
        Assert.Equal(0, await Store.CompleteAsync(Lane, old, default));
        Assert.False(await Store.RequeueAsync(Lane, old[0], true, TimeSpan.Zero, default));
        Assert.Equal(0, await Store.HeartbeatAsync(Lane, old, LongLease, default));
        Assert.Equal(3, await Store.CompleteAsync(Lane, [.. old, .. current], default));
    }

    [Fact]
    public async Task A_heartbeat_keeps_a_lease()
    {
        await EnqueueAsync("batch_1", Items(1, 2));
        var leases = await LeaseAsync(2, duration: TimeSpan.FromMilliseconds(500));
        Assert.Equal(1, await Store.HeartbeatAsync(Lane, [leases[0]], LongLease, default));
        await Eventually.True(async () => (await StateAsync()).Waiting == 1, "the other one ran out");
        Assert.Equal([2], Lines(await LeaseAsync(2)));
        Assert.Equal(1, await Store.CompleteAsync(Lane, [leases[0]], default));
    }

    [Fact]
    public async Task Steps_that_are_told_twice_do_no_harm()
    {
        await EnqueueAsync("batch_1", Items(1, 3));
        await JoinAsync();
        DeferredGrant[] grants = [new("batch_1", One, 2)];
        var operation = Operation();
        Assert.Equal([2], await Store.GrantAsync(Lane, One, operation, grants, LongLease, default));
        Assert.Equal([2], await Store.GrantAsync(Lane, One, operation, grants, LongLease, default));
        var leases = (await Store.CollectAsync(Lane, One, 10, 0, LongLease, default)).Leases;
        Assert.Equal(leases, (await Store.CollectAsync(Lane, One, 10, 0, LongLease, default)).Leases);
        Assert.Equal([2], Lines((await Store.CollectAsync(Lane, One, 10, leases[0].Token, LongLease, default)).Leases));
        Assert.Equal(1, await Store.CompleteAsync(Lane, [leases[0], leases[0]], default));
        Assert.Equal(0, await Store.CompleteAsync(Lane, [leases[0]], default));
        Assert.True(await Store.RequeueAsync(Lane, leases[1], true, TimeSpan.Zero, default));
        Assert.False(await Store.RequeueAsync(Lane, leases[1], true, TimeSpan.Zero, default));
        Assert.Empty((await Store.CollectAsync(Lane, One, 10, 0, LongLease, default)).Leases);
        Assert.Equal([(2, 1), (3, 0)], (await LeaseAsync(5)).Select(l => (l.Item.Line, l.Item.Attempt)));
    }

    [Fact]
    public async Task Removed_lines_are_gone_waiting_delayed_or_leased()
    {
        await EnqueueAsync("batch_1", Items(1, 5));
        await EnqueueAsync("batch_2", Items(1, 2, "batch_2"));
        var leases = await LeaseAsync(2);
        await Store.RequeueAsync(Lane, leases[1], countAttempt: true, LongLease, default);
        Assert.Equal(3, await Store.RemoveAsync(Lane, "batch_1", [1, 2, 4, 99], default));
        Assert.Equal(0, await Store.RemoveAsync(Lane, "batch_9", [1], default));
        Assert.Equal(0, await Store.CompleteAsync(Lane, leases, default));
        Assert.Equivalent(new { Waiting = 2, Delayed = 0, Leased = 0, PromptTokens = 103 + 105, WorkSeconds = 3.0 }, await GroupAsync());
        Assert.Equal([3, 5], Lines(await LeaseAsync(5)));
        Assert.Equal(1, await EnqueueAsync("batch_1", Item(1)));
    }

    [Fact]
    public async Task A_removed_group_is_gone_with_all_that_it_has()
    {
        await EnqueueAsync("batch_1", Items(1, 5));
        await EnqueueAsync("batch_2", Items(1, 2, "batch_2"));
        var leases = await LeaseAsync(2);
        await Store.RequeueAsync(Lane, leases[1], countAttempt: true, LongLease, default);
        Assert.Equal(5, await Store.RemoveGroupAsync(Lane, "batch_1", default));
        Assert.Equal(0, await Store.RemoveGroupAsync(Lane, "batch_1", default));
        Assert.Equal(0, await Store.CompleteAsync(Lane, leases, default));
        Assert.Equal((2, "batch_2"), ((await StateAsync()).Items, Assert.Single((await StateAsync()).Groups).Id));
        Assert.Empty(await LeaseAsync(2));
        Assert.Equal(1, await EnqueueAsync("batch_1", Item(1)));
    }
}
