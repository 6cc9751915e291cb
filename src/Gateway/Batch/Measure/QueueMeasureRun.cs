using System.Diagnostics;
using System.Globalization;

namespace SageServe.Gateway;

/// <summary>
/// One lane through what gateways do with it: batches enqueue in chunks, a pass reads the lane, grants as many as a decision may, collects them
/// and completes each one, those that end together in one call. One caller, each call after the other's answer.
/// </summary>
internal sealed class QueueMeasureRun(IDeferredStore store, DeferredLane lane, TimeSpan duration, CancellationToken stopping)
{
    /// <summary>Lines of a batch.</summary>
    private const int GroupItems = 50_000;

    private const int Chunk = 500;
    private const string Gateway = "bench";
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly Instant Noon = new(new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc).Ticks);
    private readonly LeaseEnds _ends = new(store);
    private long _enqueued;
    private long _completed;
    private long _after;
    private long _operations;
    private long _pumpUntil;

    /// <summary>Compiles both sides and lets the tiers of the just-in-time compiler settle.</summary>
    public async Task WarmUpAsync()
    {
        await EnqueueAsync(Chunk);
        await CycleAsync(TimeSpan.FromSeconds(Math.Min(2, duration.TotalSeconds)));
        while (_completed < _enqueued)
        {
            await PassAsync();
        }
    }

    /// <returns>Items a second.</returns>
    public async Task<double> FillAsync(int backlog)
    {
        var (watch, first) = (Stopwatch.StartNew(), _enqueued);
        while (_enqueued - _completed < backlog)
        {
            await EnqueueAsync((int)Math.Min(Chunk, backlog - (_enqueued - _completed)));
        }

        return (_enqueued - first) / watch.Elapsed.TotalSeconds;
    }

    /// <returns>Items a second.</returns>
    public Task<double> CycleAsync() => CycleAsync(duration);

    public async Task ClearAsync()
    {
        foreach (var group in (await store.ReadAsync(lane, CancellationToken.None)).Groups)
        {
            await store.RemoveGroupAsync(lane, group.Id, CancellationToken.None);
        }

        await store.HoldPumpAsync(lane, Gateway, TimeSpan.Zero, CancellationToken.None);
    }

    private async Task<double> CycleAsync(TimeSpan length)
    {
        var (watch, first) = (Stopwatch.StartNew(), _completed);
        while (watch.Elapsed < length)
        {
            var before = _completed;
            for (var end = _enqueued + Chunk; _enqueued < end;)
            {
                await EnqueueAsync((int)(end - _enqueued));
            }

            while (_completed - before < Chunk)
            {
                await PassAsync();
            }
        }

        return (_completed - first) / watch.Elapsed.TotalSeconds;
    }

    private async Task PassAsync()
    {
        stopping.ThrowIfCancellationRequested();
        if (_pumpUntil <= Stopwatch.GetTimestamp())
        {
            // As often as a pump does.
            await store.HoldPumpAsync(lane, Gateway, Lease, CancellationToken.None);
            _pumpUntil = Stopwatch.GetTimestamp() + Stopwatch.Frequency;
        }

        var state = await store.ReadAsync(lane, CancellationToken.None);
        var group = state.Groups.FirstOrDefault(g => g.Waiting > 0);
        if (group is not null)
        {
            var count = (int)Math.Min(SageServe.Routing.FlowLimits.MaxOffered, group.Waiting);
            var operation = (++_operations).ToString(CultureInfo.InvariantCulture);
            await store.GrantAsync(lane, Gateway, operation, [new DeferredGrant(group.Id, Gateway, count)], DeferredTimes.Uncollected, CancellationToken.None);
        }

        var found = await store.CollectAsync(lane, Gateway, SageServe.Routing.FlowLimits.MaxOffered, _after, Lease, CancellationToken.None);
        await Task.WhenAll(found.Leases.Select(lease => _ends.CompleteAsync(lane, lease)));
        _completed += found.Leases.Length;
        _after = found.Leases.Select(l => l.Token).DefaultIfEmpty(_after).Max();
    }

    private async Task EnqueueAsync(int count)
    {
        stopping.ThrowIfCancellationRequested();
        var group = string.Create(CultureInfo.InvariantCulture, $"batch_{_enqueued / GroupItems:D32}");
        count = (int)Math.Min(count, GroupItems - _enqueued % GroupItems);
        DeferredItem[] items = [.. Enumerable.Range((int)(_enqueued % GroupItems) + 1, count).Select(line => ItemOf(group, line))];
        var added = await store.EnqueueAsync(lane, new DeferredGroup(group, new TenantId("bench"), Noon), items, CancellationToken.None);
        _enqueued += added ?? throw new DeferredStoreException("The lane is full.");
    }

    // Sizes as lines of chats have them: figures as long as real ones.
    private static DeferredItem ItemOf(string group, int line) => new()
    {
        Group = group,
        Line = line,
        Offset = 2345L * line,
        Length = 2345,
        Deadline = Noon,
        EnqueuedAt = Noon,
        WorkSeconds = 1.234,
        PromptTokens = 1234,
        OutputTokens = 234,
    };
}
