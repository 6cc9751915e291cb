namespace SageServe.Gateway.Tests;

/// <summary>Pump, grants, inboxes and members.</summary>
public abstract partial class DeferredStoreContract
{
    [Fact]
    public async Task The_pump_is_one_gateway_s_until_it_lets_go_or_dies()
    {
        await EnqueueAsync("batch_1", Items(1, 3));
        Assert.True(await Store.HoldPumpAsync(Lane, One, LongLease, default));
        Assert.False(await Store.HoldPumpAsync(Lane, Two, LongLease, default));
        Assert.True(await Store.HoldPumpAsync(Lane, One, TimeSpan.FromMilliseconds(300), default));
        await Eventually.True(async () => await Store.HoldPumpAsync(Lane, Two, LongLease, default), "the dead pump's lease ran out");
        Assert.False(await Store.HoldPumpAsync(Lane, One, LongLease, default));
        Assert.Equal(Two, (await StateAsync()).Pump);

        // Only the pump grants.
        await Store.CollectAsync(Lane, One, 5, 0, LongLease, default);
        Assert.Null(await Store.GrantAsync(Lane, One, Operation(), [new("batch_1", One, 1)], LongLease, default));
        Assert.Equal([1], await Store.GrantAsync(Lane, Two, Operation(), [new("batch_1", One, 1)], LongLease, default));

        // Who does not hold it cannot let it go.
        await Store.HoldPumpAsync(Lane, One, TimeSpan.Zero, default);
        Assert.Equal(Two, (await StateAsync()).Pump);
        await Store.HoldPumpAsync(Lane, Two, TimeSpan.Zero, default);
        Assert.Null((await StateAsync()).Pump);
        Assert.True(await Store.HoldPumpAsync(Lane, One, LongLease, default));
    }

    [Fact]
    public async Task Grants_are_cut_to_what_waits_and_to_the_room_of_each_gateway()
    {
        await EnqueueAsync("batch_1", Items(1, 4));
        await EnqueueAsync("batch_2", Items(1, 4, "batch_2"));
        await JoinAsync(Two, room: 3);
        await JoinAsync(One, room: 4);
        DeferredGrant[] grants = [new("batch_1", One, 3), new("batch_1", Two, 5), new("batch_2", Two, 5), new("batch_2", "three", 1), new("batch_9", One, 1), new("batch_2", One, 5)];
        Assert.Equal([3, 1, 2, 0, 0, 1], await Store.GrantAsync(Lane, Two, Operation(), grants, LongLease, default));
        Assert.All((await StateAsync()).Members, m => Assert.Equal(0, m.Room));
        Assert.Equal([1, 2, 3, 3], Lines((await Store.CollectAsync(Lane, One, 4, 0, LongLease, default)).Leases));
        var second = await Store.CollectAsync(Lane, Two, 5, 0, LongLease, default);
        Assert.Equal(["batch_1/4", "batch_2/1", "batch_2/2"], second.Leases.Select(l => l.Item.Id));
        Assert.Equal(8, second.LaneItems);

        // What it has found takes of the room that it says.
        Assert.Equal([new DeferredMember(One, 0), new DeferredMember(Two, 2)], (await StateAsync()).Members);
    }

    [Fact]
    public async Task A_lease_is_urgent_as_its_grant_was_and_the_next_one_is_decided_anew()
    {
        await EnqueueAsync("batch_1", Items(1, 2));
        await EnqueueAsync("batch_2", Items(1, 2, "batch_2"));
        await JoinAsync();
        await Store.GrantAsync(Lane, One, Operation(), [new("batch_1", One, 2, Urgent: true), new("batch_2", One, 2)], LongLease, default);
        await ReopenAsync();
        for (var time = 0; time < 2; time++)
        {
            var found = (await Store.CollectAsync(Lane, One, 9, 0, LongLease, default)).Leases;
            Assert.Equal([("batch_1/1", true), ("batch_1/2", true), ("batch_2/1", false), ("batch_2/2", false)], found.Select(l => (l.Item.Id, l.Urgent)));
            Assert.Equal(Items(1, 2), found.Take(2).Select(l => l.Item));
        }

        var first = (await Store.CollectAsync(Lane, One, 9, 0, LongLease, default)).Leases[0];
        Assert.Equal(1, await Store.HeartbeatAsync(Lane, [first], LongLease, default));
        Assert.True(await Store.RequeueAsync(Lane, first, countAttempt: true, TimeSpan.Zero, default));
        Assert.Equal(("batch_1", 1), Assert.Single(await LeaseAsync(1), l => l.Token > first.Token + 3) is { Urgent: false } again ? (again.Item.Group, again.Item.Attempt) : default);
        Assert.Equal(2, await Store.RemoveAsync(Lane, "batch_1", [1, 2], default));
        Assert.Equal(2, await Store.RemoveGroupAsync(Lane, "batch_2", default));
    }

    [Fact]
    public async Task What_is_granted_and_not_collected_returns()
    {
        await EnqueueAsync("batch_1", Items(1, 3));
        await JoinAsync(Two);
        Assert.Equal([2], await Store.GrantAsync(Lane, Two, Operation(), [new("batch_1", Two, 2)], TimeSpan.FromMilliseconds(200), default));
        await Eventually.True(async () => (await StateAsync()).Waiting == 3, "the grants ran out");
        Assert.Empty((await Store.CollectAsync(Lane, Two, 5, 0, LongLease, default)).Leases);
        await Store.HoldPumpAsync(Lane, Two, TimeSpan.Zero, default);
        Assert.Equal([1, 2, 3], Lines(await LeaseAsync(5)));
    }

    [Fact]
    public async Task Collecting_keeps_a_lease_for_its_own_time()
    {
        await EnqueueAsync("batch_1", Items(1, 2));
        await JoinAsync(Two);
        await Store.GrantAsync(Lane, Two, Operation(), [new("batch_1", Two, 1)], TimeSpan.FromMilliseconds(500), default);
        var kept = (await Store.CollectAsync(Lane, Two, 5, 0, LongLease, default)).Leases;
        await Store.GrantAsync(Lane, Two, Operation(), [new("batch_1", Two, 1)], TimeSpan.FromMilliseconds(500), default);
        await Eventually.True(async () => (await StateAsync()).Waiting == 1, "what was not collected ran out");
        Assert.Equal(1, await Store.CompleteAsync(Lane, kept, default));
    }

    [Fact]
    public async Task Tokens_grow_over_a_lane_that_was_empty()
    {
        await EnqueueAsync("batch_1", Item(1));
        var first = await LeaseAsync(1);
        await Store.CompleteAsync(Lane, first, default);
        await EnqueueAsync("batch_1", Item(1));
        Assert.True((await LeaseAsync(1))[0].Token > first[0].Token);
    }

    [Fact]
    public async Task Only_its_gateway_runs_a_group_of_held_calls_and_it_goes_with_the_gateway()
    {
        var id = DeferredGroup.HeldId(Two, new TenantId("a"));
        Assert.Equal(2, await Store.EnqueueAsync(Lane, Group(id, gateway: Two), Items(1, 2, id), default));
        await EnqueueAsync("batch_1", Item(1));
        await JoinAsync(One);
        await Store.CollectAsync(Lane, Two, 9, 0, LongLease, default);
        Assert.Equal(Two, (await GroupAsync(id))!.Gateway);
        Assert.Equal([0, 1], await Store.GrantAsync(Lane, One, Operation(), [new(id, One, 1), new(id, Two, 1)], LongLease, default));
        var lease = Assert.Single((await Store.CollectAsync(Lane, Two, 9, 0, LongLease, default)).Leases);
        Assert.Null(lease.Item.BatchId);

        // Two is not heard of any more; One is.
        await Eventually.True(
            async () =>
            {
                await Store.CollectAsync(Lane, One, 9, 0, LongLease, default);
                return await GroupAsync(id) is null;
            },
            "its calls are gone",
            TimeSpan.FromSeconds(60));
        Assert.Equal([One], (await StateAsync()).Members.Select(m => m.Gateway));
        Assert.Equal(1, (await StateAsync()).Items);
        Assert.Equal(0, await Store.CompleteAsync(Lane, [lease], default));
    }

    [Fact]
    public async Task A_gateway_that_is_silent_for_a_while_is_granted_nothing()
    {
        await EnqueueAsync("batch_1", Items(1, 3));
        await JoinAsync(Two, room: 3);
        await JoinAsync(One, room: 3);
        await Eventually.True(
            async () =>
            {
                await Store.CollectAsync(Lane, One, 3, 0, LongLease, default);
                return (await StateAsync()).Members.All(m => m.Gateway == One || m.Room == 0);
            },
            "two counts as gone");
        Assert.Equal([0, 1], await Store.GrantAsync(Lane, Two, Operation(), [new("batch_1", Two, 1), new("batch_1", One, 1)], LongLease, default));
    }
}
