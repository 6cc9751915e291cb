using System.Globalization;
using StackExchange.Redis;

namespace SageServe.Gateway;

/// <summary>The deferred store on Redis: each step is one script on keys of one tag (<see cref="RedisScripts"/>).</summary>
public sealed class RedisDeferredStore(string endpoint, long itemLimit, TimeProvider time) : IDeferredStore
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;
    private readonly RedisLink _redis = new(endpoint, time);

    public async ValueTask<int?> EnqueueAsync(
        DeferredLane lane, string operation, IReadOnlyList<DeferredItem> items, CancellationToken cancellation)
    {
        var values = new RedisValue[1 + 5 * items.Count];
        values[0] = itemLimit;
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            values[1 + 5 * i] = item.Id;
            values[2 + 5 * i] = DeferredItemText.ToMilliseconds(item.Deadline);
            values[3 + 5 * i] = DeferredItemText.ToMilliseconds(item.EnqueuedAt);
            values[4 + 5 * i] = item.Attempt;
            values[5 + 5 * i] = DeferredItemText.Body(item);
        }

        var added = await CountAsync(RedisScripts.Enqueue, lane, operation, values, cancellation).ConfigureAwait(false);
        return added < 0 ? null : added;
    }

    public async ValueTask<IReadOnlyList<DeferredLease>> LeaseAsync(
        DeferredLane lane, string operation, int count, string owner, TimeSpan duration, CancellationToken cancellation)
    {
        RedisValue[] values = [count, Milliseconds(duration)];
        var answer = await CallAsync(RedisScripts.Lease, lane, operation, values, cancellation).ConfigureAwait(false);
        var leases = new DeferredLease[answer.Length / 3];
        for (var i = 0; i < leases.Length; i++)
        {
            var item = ItemFrom((string)answer[3 * i + 1]!, (string)answer[3 * i + 2]!);
            leases[i] = new DeferredLease(item, long.Parse((string)answer[3 * i]!, Culture));
        }

        return leases;
    }

    public ValueTask<int> HeartbeatAsync(
        DeferredLane lane, string operation, IReadOnlyList<DeferredLease> leases, TimeSpan duration, CancellationToken cancellation)
    {
        var values = new RedisValue[1 + 2 * leases.Count];
        values[0] = Milliseconds(duration);
        for (var i = 0; i < leases.Count; i++)
        {
            values[1 + 2 * i] = leases[i].Item.Id;
            values[2 + 2 * i] = leases[i].Token;
        }

        return CountAsync(RedisScripts.Heartbeat, lane, operation, values, cancellation);
    }

    public async ValueTask<bool> CompleteAsync(DeferredLane lane, string operation, DeferredLease lease, CancellationToken cancellation) =>
        await CountAsync(RedisScripts.Complete, lane, operation, [lease.Item.Id, lease.Token], cancellation).ConfigureAwait(false) == 1;

    public async ValueTask<bool> RequeueAsync(
        DeferredLane lane, string operation, DeferredLease lease, bool countAttempt, TimeSpan delay, CancellationToken cancellation)
    {
        RedisValue[] values = [lease.Item.Id, lease.Token, countAttempt ? 1 : 0, Milliseconds(delay)];
        return await CountAsync(RedisScripts.Requeue, lane, operation, values, cancellation).ConfigureAwait(false) == 1;
    }

    public ValueTask<int> RemoveAsync(DeferredLane lane, string operation, IReadOnlyList<string> ids, CancellationToken cancellation) =>
        CountAsync(RedisScripts.Remove, lane, operation, [.. ids.Select(id => (RedisValue)id)], cancellation);

    public async ValueTask<DeferredStats> ReadStatsAsync(DeferredLane lane, CancellationToken cancellation)
    {
        var answer = await CallAsync(RedisScripts.Stats, lane, "none", [], cancellation).ConfigureAwait(false);
        var oldest = (string?)answer[3];
        var id = (string?)answer[4];
        var first = string.IsNullOrEmpty(id) ? null : ItemFrom(id, (string)answer[5]!);
        return new DeferredStats(
            (long)answer[0],
            (long)answer[1],
            string.IsNullOrEmpty(oldest) ? null : DeferredItemText.FromMilliseconds((long)double.Parse(oldest, Culture)),
            first?.Deadline,
            first?.WorkSeconds ?? 0,
            (long)answer[2]);
    }

    public async ValueTask<DeferredWork> ReadWorkAsync(DeferredLane lane, CancellationToken cancellation)
    {
        var answer = await CallAsync(RedisScripts.Work, lane, "none", [], cancellation).ConfigureAwait(false);
        return new DeferredWork((long)answer[0], (long)answer[1], (long)answer[2]);
    }

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    private async ValueTask<int> CountAsync(string script, DeferredLane lane, string operation, RedisValue[] values, CancellationToken cancellation) =>
        (int)(await CallAsync(script, lane, operation, values, cancellation).ConfigureAwait(false))[0];

    private async ValueTask<RedisResult[]> CallAsync(
        string script, DeferredLane lane, string operation, RedisValue[] values, CancellationToken cancellation) =>
        (RedisResult[])(await _redis.EvaluateAsync(script, KeysOf(lane, operation), values, cancellation).ConfigureAwait(false))!;

    private static RedisKey[] KeysOf(DeferredLane lane, string operation)
    {
        var prefix = $"sageserve:{{{lane}}}:";
        return [prefix + "meta", prefix + "items", prefix + "waiting", prefix + "ages", prefix + "leased", prefix + "holders", prefix + "op:" + operation];
    }

    private static DeferredItem ItemFrom(string id, string value)
    {
        var parts = value.Split('|', 5);
        return DeferredItemText.Parse(id, int.Parse(parts[1], Culture), long.Parse(parts[2], Culture), long.Parse(parts[3], Culture), parts[4]);
    }

    private static long Milliseconds(TimeSpan span) => (long)Math.Ceiling(span.TotalMilliseconds);
}
