using StackExchange.Redis;

namespace SageServe.Gateway;

/// <summary>The deferred store on Redis: each step is one script on keys of one tag (<see cref="RedisScripts"/>).</summary>
public sealed class RedisDeferredStore(string endpoint, DeferredLimits limits, TimeProvider time) : IDeferredStore
{
    private static readonly RedisValue MemberLives = DeferredItemText.Milliseconds(DeferredTimes.MemberLives);
    private static readonly RedisValue MemberKept = DeferredItemText.Milliseconds(DeferredTimes.MemberKept);
    private readonly RedisLink _redis = new(endpoint, time);

    public async ValueTask<int?> EnqueueAsync(
        DeferredLane lane, DeferredGroup group, IReadOnlyList<DeferredItem> items, CancellationToken cancellation)
    {
        DeferredItemText.Check(group);
        const int Before = 7;
        var values = new RedisValue[Before + items.Count];
        (values[0], values[1], values[2]) = (limits.Items, limits.Groups, group.Id);
        values[3] = DeferredItemText.ToMilliseconds(group.Deadline);
        (values[4], values[5], values[6]) = (group.Gateway ?? "", group.Tenant.Value ?? "", MemberKept);
        for (var i = 0; i < items.Count; i++)
        {
            values[Before + i] = DeferredItemText.Write(items[i]);
        }

        var added = await CountAsync(RedisScripts.Enqueue, lane, values, cancellation).ConfigureAwait(false);
        return added < 0 ? null : added;
    }

    public async ValueTask<DeferredLaneState> ReadAsync(DeferredLane lane, CancellationToken cancellation) =>
        RedisAnswers.State(await CallAsync(RedisScripts.Read, lane, [MemberLives, MemberKept], cancellation).ConfigureAwait(false));

    public async ValueTask<bool> HoldPumpAsync(DeferredLane lane, string gateway, TimeSpan duration, CancellationToken cancellation)
    {
        RedisValue[] values = [gateway, DeferredItemText.Milliseconds(duration)];
        return (int)await EvaluateAsync(RedisScripts.HoldPump, lane, values, cancellation).ConfigureAwait(false) == 1;
    }

    public async ValueTask<IReadOnlyList<int>?> GrantAsync(
        DeferredLane lane, string pump, string operation, IReadOnlyList<DeferredGrant> grants, TimeSpan duration, CancellationToken cancellation)
    {
        RedisValue[] values =
        [
            pump, operation, DeferredItemText.Milliseconds(duration), MemberLives,
            .. grants.SelectMany(g => new RedisValue[] { g.Group, g.Gateway, g.Count, g.Urgent ? RedisAnswers.UrgentMark : "" }),
        ];
        int[] counts = [.. (await CallAsync(RedisScripts.Grant, lane, values, cancellation).ConfigureAwait(false)).Select(v => (int)v)];
        return counts is [-1] ? null : counts;
    }

    public async ValueTask<DeferredCollection> CollectAsync(
        DeferredLane lane, string gateway, int room, long after, TimeSpan duration, CancellationToken cancellation)
    {
        RedisValue[] values = [gateway, Math.Max(0, room), after, DeferredItemText.Milliseconds(duration), MemberKept];
        return RedisAnswers.Collection(await CallAsync(RedisScripts.Collect, lane, values, cancellation).ConfigureAwait(false));
    }

    public ValueTask<int> HeartbeatAsync(
        DeferredLane lane, IReadOnlyList<DeferredLease> leases, TimeSpan duration, CancellationToken cancellation) =>
        CountAsync(RedisScripts.Heartbeat, lane, [DeferredItemText.Milliseconds(duration), .. leases.Select(l => (RedisValue)l.Token)], cancellation);

    public ValueTask<int> CompleteAsync(DeferredLane lane, IReadOnlyList<DeferredLease> leases, CancellationToken cancellation) =>
        CountAsync(RedisScripts.Complete, lane, [.. leases.Select(l => (RedisValue)l.Token)], cancellation);

    public async ValueTask<bool> RequeueAsync(
        DeferredLane lane, DeferredLease lease, bool countAttempt, TimeSpan delay, CancellationToken cancellation)
    {
        RedisValue[] values = [lease.Token, countAttempt ? 1 : 0, DeferredItemText.Milliseconds(delay)];
        return await CountAsync(RedisScripts.Requeue, lane, values, cancellation).ConfigureAwait(false) == 1;
    }

    public ValueTask<int> RemoveGroupAsync(DeferredLane lane, string group, CancellationToken cancellation) =>
        CountAsync(RedisScripts.RemoveGroup, lane, [group], cancellation);

    public ValueTask<int> RemoveAsync(DeferredLane lane, string group, IReadOnlyList<int> lines, CancellationToken cancellation) =>
        CountAsync(RedisScripts.Remove, lane, [group, .. lines.Select(line => (RedisValue)line)], cancellation);

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    private async ValueTask<int> CountAsync(string script, DeferredLane lane, RedisValue[] values, CancellationToken cancellation) =>
        (int)(await CallAsync(script, lane, values, cancellation).ConfigureAwait(false))[0];

    private async ValueTask<RedisValue[]> CallAsync(string script, DeferredLane lane, RedisValue[] values, CancellationToken cancellation) =>
        (RedisValue[])(await EvaluateAsync(script, lane, values, cancellation).ConfigureAwait(false))!;

    private ValueTask<RedisResult> EvaluateAsync(string script, DeferredLane lane, RedisValue[] values, CancellationToken cancellation)
    {
        var prefix = $"sageserve:{{{lane}}}:";
        RedisKey[] keys = [prefix + "meta", prefix + "groups", prefix + "leases", prefix + "ends", prefix + "delayed", prefix + "members", prefix + "pump"];
        return _redis.EvaluateAsync(script, keys, values, cancellation);
    }
}
