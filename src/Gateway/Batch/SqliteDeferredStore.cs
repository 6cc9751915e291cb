using System.Collections.Immutable;
using System.Globalization;
using Sql = SageServe.Gateway.SqliteStatements;

namespace SageServe.Gateway;

/// <summary>The deferred store in a file, for one machine: same contract as <see cref="RedisDeferredStore"/>, nothing to install.</summary>
public sealed partial class SqliteDeferredStore(string path, DeferredLimits limits, TimeProvider time) : IDeferredStore
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;
    private readonly SqliteFile _file = new(path, SqliteUpgrade.Prepare);

    public ValueTask<int?> EnqueueAsync(
        DeferredLane lane, DeferredGroup group, IReadOnlyList<DeferredItem> items, CancellationToken cancellation)
    {
        DeferredItemText.Check(group);
        return StepAsync(lane, (file, name, tally) => Enqueue(file, name, group, items, tally), cancellation);
    }

    public async ValueTask<DeferredLaneState> ReadAsync(DeferredLane lane, CancellationToken cancellation)
    {
        await StepAsync(lane, EndWhatIsOver, cancellation).ConfigureAwait(false);
        return await StepAsync(lane, (file, name, _) => State(file, name), cancellation).ConfigureAwait(false);
    }

    public ValueTask<bool> HoldPumpAsync(DeferredLane lane, string gateway, TimeSpan duration, CancellationToken cancellation)
    {
        return StepAsync(lane, Step, cancellation);

        bool Step(SqliteFile file, string name, SqliteTally tally)
        {
            if (file.Value(Sql.Pump, name, Now()) is string holder && holder != gateway)
            {
                return false;
            }

            file.Change(Sql.SetPump, name, gateway, Now() + DeferredItemText.Milliseconds(duration));
            file.Change(Sql.ForgetPump, name, Now());
            return duration > TimeSpan.Zero;
        }
    }

    public ValueTask<IReadOnlyList<int>?> GrantAsync(
        DeferredLane lane, string pump, string operation, IReadOnlyList<DeferredGrant> grants, TimeSpan duration, CancellationToken cancellation)
    {
        return StepAsync(lane, Step, cancellation);

        IReadOnlyList<int>? Step(SqliteFile file, string name, SqliteTally tally)
        {
            if (file.Value(Sql.Pump, name, Now()) is not string holder || holder != pump)
            {
                return null;
            }

            if (file.Value(Sql.Answer, name, operation) is string answered)
            {
                return [.. answered.Split(' ').Select(count => int.Parse(count, Culture))];
            }

            var until = Now() + DeferredItemText.Milliseconds(duration);
            int[] counts = [.. grants.Select(grant => Grant(file, name, grant, until, tally))];
            file.Change(Sql.Remember, name, operation, string.Join(' ', counts.Select(count => count.ToString(Culture))));
            return counts;
        }
    }

    public ValueTask<DeferredCollection> CollectAsync(
        DeferredLane lane, string gateway, int room, long after, TimeSpan duration, CancellationToken cancellation)
    {
        return StepAsync(lane, Step, cancellation);

        DeferredCollection Step(SqliteFile file, string name, SqliteTally tally)
        {
            file.Change(Sql.Acknowledge, name, gateway, after);
            ImmutableArray<DeferredLease> leases = [.. file.Rows(LeaseOf, Sql.Inbox, name, gateway)];
            foreach (var lease in leases)
            {
                file.Change(Sql.Extend, lease.Token, Now() + DeferredItemText.Milliseconds(duration));
            }

            file.Change(Sql.SetMember, name, gateway, Now(), Math.Max(0, room - leases.Length));
            return new DeferredCollection(leases, (long)file.Value(Sql.CountItems, name)!);
        }
    }

    public ValueTask<int> HeartbeatAsync(
        DeferredLane lane, IReadOnlyList<DeferredLease> leases, TimeSpan duration, CancellationToken cancellation) =>
        StepAsync(lane, (file, _, _) => leases.Sum(lease => file.Change(Sql.Extend, lease.Token, Now() + DeferredItemText.Milliseconds(duration))), cancellation);

    public ValueTask<int> CompleteAsync(DeferredLane lane, IReadOnlyList<DeferredLease> leases, CancellationToken cancellation) =>
        StepAsync(lane, (file, _, tally) => leases.Count(lease => Complete(file, lease, tally)), cancellation);

    public ValueTask<bool> RequeueAsync(
        DeferredLane lane, DeferredLease lease, bool countAttempt, TimeSpan delay, CancellationToken cancellation) =>
        StepAsync(lane, (file, _, tally) => Requeue(file, lease, countAttempt, delay, tally), cancellation);

    public ValueTask<int> RemoveGroupAsync(DeferredLane lane, string group, CancellationToken cancellation) =>
        StepAsync(lane, (file, name, tally) => file.Value(Sql.FindGroup, name, group) is long id ? Drop(file, id, tally) : 0, cancellation);

    public ValueTask<int> RemoveAsync(DeferredLane lane, string group, IReadOnlyList<int> lines, CancellationToken cancellation) =>
        StepAsync(lane, (file, name, tally) => file.Value(Sql.FindGroup, name, group) is long id ? lines.Count(line => Remove(file, id, line, tally)) : 0, cancellation);

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private ValueTask<T> StepAsync<T>(DeferredLane lane, Func<SqliteFile, string, SqliteTally, T> step, CancellationToken cancellation)
    {
        var name = lane.ToString();
        return _file.StepAsync(
            file =>
            {
                var tally = new SqliteTally(file, name);
                var answer = step(file, name, tally);
                tally.Write();
                return answer;
            },
            cancellation);
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
