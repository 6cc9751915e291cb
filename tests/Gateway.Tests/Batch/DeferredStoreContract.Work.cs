namespace SageServe.Gateway.Tests;

/// <summary>How much work a store says that it holds.</summary>
public abstract partial class DeferredStoreContract
{
    [Fact]
    public async Task Work_is_what_nobody_runs_whatever_happens_to_it()
    {
        Assert.Equal(DeferredWork.None, await Store.ReadWorkAsync(Lane, default));
        await EnqueueAsync(Item(1), Item(2), Item(3), Item(4), Item(5));
        Assert.Equal(new DeferredWork(5, 515, 15), await Store.ReadWorkAsync(Lane, default));

        var leases = await LeaseAsync(4);
        Assert.Equal(new DeferredWork(1, 105, 5), await Store.ReadWorkAsync(Lane, default));

        // One that waits out a delay waits; one that is done or removed does not.
        await Store.RequeueAsync(Lane, Operation(), leases[0], countAttempt: true, LongLease, default);
        await Store.RequeueAsync(Lane, Operation(), leases[1], countAttempt: false, TimeSpan.Zero, default);
        Assert.True(await Store.CompleteAsync(Lane, Operation(), leases[2], default));
        Assert.Equal(new DeferredWork(3, 308, 8), await Store.ReadWorkAsync(Lane, default));
        Assert.Equal(2, await Store.RemoveAsync(Lane, Operation(), [Item(1).Id, Item(4).Id], default));
        Assert.Equal(new DeferredWork(2, 207, 7), await Store.ReadWorkAsync(Lane, default));
    }

    [Fact]
    public async Task Work_of_a_lease_that_ran_out_waits_again()
    {
        await EnqueueAsync(Item(1), Item(2));
        Assert.Single(await LeaseAsync(1, TimeSpan.FromMilliseconds(200)));
        Assert.Equal(1, (await Store.ReadWorkAsync(Lane, default)).Waiting);
        await Eventually.True(async () => await Store.ReadWorkAsync(Lane, default) == new DeferredWork(2, 203, 3), "the lease ran out");
        Assert.Equal(1, (await Store.ReadStatsAsync(Lane, default)).LeasesLost);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Work_adds_up_over_random_steps(ulong seed)
    {
        var random = new RandomStream(seed);
        var idle = new SortedSet<int>();
        var leases = new SortedDictionary<int, DeferredLease>();
        for (var i = 0; i < 80; i++)
        {
            await StepAsync(random, i, idle, leases);
            Assert.Equal(new DeferredWork(idle.Count, idle.Sum(n => 100 + n), idle.Sum()), await Store.ReadWorkAsync(Lane, default));
        }
    }

    private async Task StepAsync(RandomStream random, int number, SortedSet<int> idle, SortedDictionary<int, DeferredLease> leases)
    {
        var step = random.NextInt(6);
        if (step < 2)
        {
            await EnqueueAsync(Item(number, dueSeconds: random.NextInt(90)));
            idle.Add(number);
        }
        else if (step == 2)
        {
            foreach (var lease in await LeaseAsync(2))
            {
                leases[lease.Item.Line] = lease;
                idle.Remove(lease.Item.Line);
            }
        }
        else if (leases.Count > 0)
        {
            await EndAsync(random, step, leases.ElementAt(random.NextInt(leases.Count)), idle, leases);
        }
    }

    private async Task EndAsync(
        RandomStream random, int step, KeyValuePair<int, DeferredLease> held, SortedSet<int> idle, SortedDictionary<int, DeferredLease> leases)
    {
        leases.Remove(held.Key);
        if (step == 3)
        {
            Assert.True(await Store.RequeueAsync(Lane, Operation(), held.Value, countAttempt: true, random.NextInt(2) == 0 ? LongLease : TimeSpan.Zero, default));
            idle.Add(held.Key);
        }
        else if (step == 4)
        {
            Assert.True(await Store.CompleteAsync(Lane, Operation(), held.Value, default));
        }
        else
        {
            Assert.Equal(1, await Store.RemoveAsync(Lane, Operation(), [held.Value.Item.Id], default));
        }
    }
}
