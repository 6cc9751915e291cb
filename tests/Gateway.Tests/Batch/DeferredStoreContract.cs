using System.Collections.Concurrent;

namespace SageServe.Gateway.Tests;

/// <summary>What every deferred store does. One class derives for each store and runs all of it on the real thing.</summary>
public abstract partial class DeferredStoreContract : IAsyncLifetime
{
    protected const string One = "one";
    protected const string Two = "two";
    protected static readonly DeferredLimits Limits = new(Items: 5000, Groups: 5);
    protected static readonly TimeSpan LongLease = TimeSpan.FromMinutes(1);
    protected static readonly DeferredLane Lane = new(new ModelId("llama"), new RegionId("eastus"));
    private static readonly Instant Noon = Instant.From(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private int _operation;

    protected IDeferredStore Store { get; private set; } = null!;

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

    protected static DeferredGroup Group(string id = "batch_1", int dueSeconds = 60, string? gateway = null) =>
        new(id, new TenantId("tenant of " + id), Noon + TimeSpan.FromSeconds(dueSeconds), gateway);

    protected static DeferredItem Item(int line, string group = "batch_1") => new()
    {
        Group = group,
        Line = line,
        Offset = 1000L * line,
        Length = 999,
        Deadline = Group(group).Deadline,
        EnqueuedAt = Noon + TimeSpan.FromMilliseconds(line),
        WorkSeconds = 1.5,
        PromptTokens = 100 + line,
        OutputTokens = line,
    };

    protected static DeferredItem[] Items(int first, int count, string group = "batch_1") => [.. Enumerable.Range(first, count).Select(line => Item(line, group))];

    protected async Task<int?> EnqueueAsync(string group, params DeferredItem[] items) => await Store.EnqueueAsync(Lane, Group(group), items, default);

    /// <summary>Lets a gateway be the pump and say that it has room.</summary>
    protected async Task JoinAsync(string gateway = One, int room = 1000)
    {
        await Store.CollectAsync(Lane, gateway, room, long.MaxValue, LongLease, default);
        await Store.HoldPumpAsync(Lane, gateway, LongLease, default);
    }

    /// <summary>Grants to one and collects what is new.</summary>
    protected async Task<IReadOnlyList<DeferredLease>> LeaseAsync(int count, string group = "batch_1", TimeSpan? duration = null)
    {
        await JoinAsync();
        var counts = await Store.GrantAsync(Lane, One, Operation(), [new DeferredGrant(group, One, count)], duration ?? LongLease, default);
        Assert.NotNull(counts);
        return (await Store.CollectAsync(Lane, One, 1000, 0, duration ?? LongLease, default)).Leases;
    }

    protected async Task<DeferredLaneState> StateAsync() => await Store.ReadAsync(Lane, default);

    protected async Task<DeferredGroupState?> GroupAsync(string group = "batch_1") => (await StateAsync()).Find(group);

    protected string Operation() => $"test-{Interlocked.Increment(ref _operation)}";

    protected static IEnumerable<int> Lines(IEnumerable<DeferredLease> leases) => leases.Select(l => l.Item.Line);

    [Fact]
    public async Task A_leased_item_is_what_was_enqueued()
    {
        var item = Item(7);
        Assert.Equal(1, await EnqueueAsync("batch_1", item));
        var lease = Assert.Single(await LeaseAsync(5));
        Assert.Equal(item, lease.Item);
        Assert.Equal(("batch_1", "batch_1/7"), (lease.Item.BatchId, lease.Item.Id));
    }

    [Fact]
    public async Task A_group_goes_first_in_first_out_over_several_enqueues_and_groups_do_not_mix()
    {
        await EnqueueAsync("batch_1", Item(3), Item(1));
        await EnqueueAsync("batch_2", Items(1, 9, "batch_2"));
        await EnqueueAsync("batch_1", Item(2), Item(10));
        Assert.Equal([3, 1, 2], Lines(await LeaseAsync(3)));
        Assert.Equal([10], Lines(await LeaseAsync(9)));
    }

    [Fact]
    public async Task State_tells_each_group_who_waits_how_old_and_how_much_work()
    {
        Assert.Equivalent(DeferredLaneState.Empty, await StateAsync());
        await EnqueueAsync("batch_2", Item(5, "batch_2"));
        await EnqueueAsync("batch_1", Items(3, 4));
        var leases = await LeaseAsync(2);
        await Store.RequeueAsync(Lane, leases[0], countAttempt: true, LongLease, default);
        var state = await StateAsync();
        Assert.Equal(
            [
                new DeferredGroupState
                {
                    Id = "batch_1", Tenant = new TenantId("tenant of batch_1"), Deadline = Group().Deadline, OldestEnqueuedAt = Item(5).EnqueuedAt,
                    Waiting = 2, Delayed = 1, Leased = 1, PromptTokens = 105 + 106 + 103, OutputTokens = 5 + 6 + 3, WorkSeconds = 4.5,
                },
                new DeferredGroupState
                {
                    Id = "batch_2", Tenant = new TenantId("tenant of batch_2"), Deadline = Group("batch_2").Deadline, OldestEnqueuedAt = Item(5).EnqueuedAt,
                    Waiting = 1, PromptTokens = 105, OutputTokens = 5, WorkSeconds = 1.5,
                },
            ],
            state.Groups);
        Assert.Equal((3, 2, 5, One), (state.Waiting, state.Leased, state.Items, state.Pump));
        Assert.Equal([new DeferredMember(One, 998)], state.Members);
    }

    [Fact]
    public async Task A_known_line_is_not_enqueued_twice_waiting_leased_or_delayed()
    {
        await EnqueueAsync("batch_1", Items(1, 3));
        var leases = await LeaseAsync(2);
        await Store.RequeueAsync(Lane, leases[0], countAttempt: true, LongLease, default);
        Assert.Equal(1, await EnqueueAsync("batch_1", [.. Items(1, 4), Item(4)]));
        Assert.Equal([3, 4], Lines(await LeaseAsync(9)));

        // What is done may come again: a journal that was lost.
        await Store.CompleteAsync(Lane, [leases[1]], default);
        Assert.Equal(1, await EnqueueAsync("batch_1", Item(2)));
    }

    [Fact]
    public async Task What_does_not_fit_the_limits_is_refused_whole()
    {
        for (var chunk = 0; chunk < 10; chunk++)
        {
            Assert.Equal(499, await EnqueueAsync("batch_1", Items(1 + chunk * 499, 499)));
        }

        Assert.Null(await EnqueueAsync("batch_1", Items(6000, 11)));
        Assert.Equal(4990, (await StateAsync()).Waiting);
        Assert.Equal(10, await EnqueueAsync("batch_1", [.. Items(6000, 10), Item(1)]));
        Assert.Null(await EnqueueAsync("batch_2", Item(1, "batch_2")));
        Assert.Equal(["batch_1"], (await StateAsync()).Groups.Select(g => g.Id));
    }

    [Fact]
    public async Task One_group_too_many_is_refused_until_another_has_ended()
    {
        foreach (var group in Enumerable.Range(1, Limits.Groups).Select(n => $"batch_{n}"))
        {
            Assert.Equal(1, await EnqueueAsync(group, Item(1, group)));
        }

        Assert.Null(await EnqueueAsync("batch_6", Item(1, "batch_6")));
        Assert.Equal(1, await EnqueueAsync("batch_5", Item(2, "batch_5")));
        await Store.CompleteAsync(Lane, await LeaseAsync(1), default);
        Assert.Equal(1, await EnqueueAsync("batch_6", Item(1, "batch_6")));
    }

    [Fact]
    public async Task Lanes_do_not_see_each_other()
    {
        await EnqueueAsync("batch_1", Item(1));
        await JoinAsync();
        foreach (var other in new[] { Lane with { Shard = new RegionId("westus") }, Lane with { Model = new ModelId("qwen") } })
        {
            Assert.True(await Store.HoldPumpAsync(other, Two, LongLease, default));
            Assert.Equal(0, (await Store.CollectAsync(other, Two, 5, 0, LongLease, default)).LaneItems);
            Assert.Equal([0], await Store.GrantAsync(other, Two, Operation(), [new("batch_1", Two, 1)], LongLease, default));
            Assert.Equal(0, (await Store.ReadAsync(other, default)).Items);
        }

        Assert.Equal(One, (await StateAsync()).Pump);
    }

    [Fact]
    public async Task A_crash_loses_nothing_and_leases_still_run_out()
    {
        await EnqueueAsync("batch_1", Items(1, 4));
        var leases = await LeaseAsync(2);
        Assert.Equal(1, await Store.CompleteAsync(Lane, [leases[0]], default));
        await Store.HeartbeatAsync(Lane, leases, TimeSpan.FromMilliseconds(100), default);
        await Store.GrantAsync(Lane, One, Operation(), [new("batch_1", One, 1)], LongLease, default);
        await ReopenAsync();
        await Eventually.True(async () => (await StateAsync()).Waiting == 2, "the lease ran out");
        Assert.Equal([3], Lines((await Store.CollectAsync(Lane, One, 10, leases[1].Token, LongLease, default)).Leases));
        Assert.Equal([2, 4], Lines(await LeaseAsync(5)));
        Assert.Equal(0, await Store.CompleteAsync(Lane, leases, default));
    }

    [Theory]
    [InlineData("long")]
    [InlineData("line")]
    public async Task What_is_too_long_to_index_is_refused(string which)
    {
        var group = which == "long" ? new string('b', 129) : "batch_1";
        await Assert.ThrowsAsync<ArgumentException>(async () => await EnqueueAsync(group, Item(which == "line" ? DeferredItem.MaxLine + 1 : 1, group)));
        Assert.Equal(0, (await StateAsync()).Items);
    }

    [Fact]
    public async Task Concurrent_gateways_complete_every_item_exactly_once()
    {
        const int Each = 200;
        string[] groups = ["batch_1", "batch_2", "batch_3"];
        foreach (var group in groups)
        {
            await EnqueueAsync(group, Items(1, Each, group));
        }

        var completed = new ConcurrentBag<string>();
        await using var second = await OpenAsync();
        var gateways = Enumerable.Range(0, 4).Select(n => DrainAsync(n % 2 == 0 ? Store : second, $"gateway{n}", groups, completed));
        await Task.WhenAll(gateways);
        Assert.Equal(groups.SelectMany(g => Items(1, Each, g).Select(i => i.Id)).Order(StringComparer.Ordinal), completed.Order(StringComparer.Ordinal));
        Assert.Equal(0, (await StateAsync()).Items);
    }

    private async Task DrainAsync(IDeferredStore store, string gateway, string[] groups, ConcurrentBag<string> completed)
    {
        var after = 0L;
        while (true)
        {
            var found = await store.CollectAsync(Lane, gateway, 20, after, LongLease, default);
            if (found.LaneItems == 0)
            {
                return;
            }

            foreach (var lease in found.Leases)
            {
                after = lease.Token;
                if (lease.Item.Line % 5 == 0 && lease.Item.Attempt == 0)
                {
                    Assert.True(await store.RequeueAsync(Lane, lease, true, TimeSpan.Zero, default));
                    continue;
                }

                Assert.Equal(1, await store.CompleteAsync(Lane, [lease], default));
                completed.Add(lease.Item.Id);
            }

            // Whoever gets the pump grants to all; then the next may have it.
            if (await store.HoldPumpAsync(Lane, gateway, LongLease, default))
            {
                var members = (await store.ReadAsync(Lane, default)).Members;
                await store.GrantAsync(Lane, gateway, Operation(), [.. groups.SelectMany(g => members.Select(m => new DeferredGrant(g, m.Gateway, 5)))], LongLease, default);
                await store.HoldPumpAsync(Lane, gateway, TimeSpan.Zero, default);
            }
        }
    }
}
