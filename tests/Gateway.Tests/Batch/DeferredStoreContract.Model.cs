namespace SageServe.Gateway.Tests;

/// <summary>Random steps, held against <see cref="StoreModel"/> after each.</summary>
public abstract partial class DeferredStoreContract
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Random_steps_leave_what_the_model_says(ulong seed)
    {
        var random = new RandomStream(seed);
        var limits = Limits with { Items = 60 };
        var model = new StoreModel(limits);
        await using var store = await OpenAsync(limits);
        Assert.True(await store.HoldPumpAsync(Lane, One, LongLease, default));
        var run = new ModelRun(store, model, random);
        for (var i = 0; i < 250; i++)
        {
            await run.StepAsync();
            var state = await store.ReadAsync(Lane, default);
            Assert.Equal(
                model.State(),
                state.Groups.Select(g => (g.Id, g.Waiting, g.Delayed, g.Leased, g.PromptTokens, g.OutputTokens, g.WorkSeconds, g.OldestEnqueuedAt)));
        }

        await run.EndAsync();
        Assert.Equivalent(DeferredLaneState.Empty with { Pump = One }, await store.ReadAsync(Lane, default) with { Members = [] });
    }

    protected abstract Task<IDeferredStore> OpenAsync(DeferredLimits limits);

    private Task<IDeferredStore> OpenAsync() => OpenAsync(Limits);

    /// <summary>One random step at a time, on the store and on the model.</summary>
    private sealed class ModelRun(IDeferredStore store, StoreModel model, RandomStream random)
    {
        private static readonly string[] Groups = ["batch_1", "batch_2", "batch_3", "batch_4", "batch_5", "batch_6"];
        private readonly Dictionary<string, long> _after = new(StringComparer.Ordinal) { [One] = 0, [Two] = 0 };
        private readonly List<DeferredLease> _over = [];
        private int _operation;

        public Task StepAsync() => random.NextInt(10) switch
        {
            0 or 1 or 2 => EnqueueAsync(),
            3 or 4 => GrantAsync(),
            5 or 6 => CollectAsync(random.NextInt(2) == 0 ? One : Two),
            7 => CompleteAsync(),
            8 => RequeueAsync(),
            _ => RemoveAsync(),
        };

        public async Task EndAsync()
        {
            foreach (var group in Groups)
            {
                Assert.Equal(model.RemoveGroup(group), await store.RemoveGroupAsync(Lane, group, default));
            }
        }

        private async Task EnqueueAsync()
        {
            var group = Groups[random.NextInt(Groups.Length)];
            DeferredItem[] items = [.. Enumerable.Range(0, 1 + random.NextInt(9)).Select(_ => Item(1 + random.NextInt(40), group))];
            Assert.Equal(model.Enqueue(group, items), await store.EnqueueAsync(Lane, Group(group), items, default));
        }

        private async Task GrantAsync()
        {
            DeferredGrant[] grants = [.. Enumerable.Range(0, 1 + random.NextInt(3)).Select(_ =>
                new DeferredGrant(Groups[random.NextInt(Groups.Length)], random.NextInt(2) == 0 ? One : Two, 1 + random.NextInt(4), random.NextInt(2) == 0))];
            var expected = grants.Select(g => model.Grant(g.Group, g.Gateway, g.Count, g.Urgent)).ToList();
            Assert.Equal(expected, await store.GrantAsync(Lane, One, $"{++_operation}", grants, LongLease, default));
        }

        private async Task CollectAsync(string gateway)
        {
            var room = random.NextInt(9);
            var found = await store.CollectAsync(Lane, gateway, room, _after[gateway], LongLease, default);
            Assert.Equal(model.Inbox(gateway), found.Leases.Select(l => (l.Item, l.Urgent)));
            model.Collect(gateway, room, found.Leases);
            _after[gateway] = found.Leases.Select(l => l.Token).DefaultIfEmpty(_after[gateway]).Max();
        }

        private async Task CompleteAsync()
        {
            var some = model.Leases.Where(_ => random.NextInt(3) == 0).ToList();
            some.ForEach(model.Complete);
            Assert.Equal(some.Count, await store.CompleteAsync(Lane, [.. some, .. _over.TakeLast(2)], default));
            _over.AddRange(some);
        }

        private async Task RequeueAsync()
        {
            if (model.Leases.ToList() is { Count: > 0 } leases)
            {
                var lease = leases[random.NextInt(leases.Count)];
                var (counts, delayed) = (random.NextInt(2) == 0, random.NextInt(3) == 0);
                model.Requeue(lease, counts, delayed);
                Assert.True(await store.RequeueAsync(Lane, lease, counts, delayed ? LongLease : TimeSpan.Zero, default));
                Assert.False(await store.RequeueAsync(Lane, lease, counts, TimeSpan.Zero, default));
                _over.Add(lease);
            }
        }

        private async Task RemoveAsync()
        {
            var group = Groups[random.NextInt(Groups.Length)];
            if (random.NextInt(4) == 0)
            {
                Assert.Equal(model.RemoveGroup(group), await store.RemoveGroupAsync(Lane, group, default));
                return;
            }

            int[] lines = [.. Enumerable.Range(0, 3).Select(_ => 1 + random.NextInt(40)).Distinct()];
            Assert.Equal(model.Remove(group, lines), await store.RemoveAsync(Lane, group, lines, default));
        }
    }
}
