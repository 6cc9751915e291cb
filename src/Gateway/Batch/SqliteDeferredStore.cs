using System.Globalization;
using Microsoft.Data.Sqlite;
using Sql = SageServe.Gateway.SqliteStatements;

namespace SageServe.Gateway;

/// <summary>The deferred store in a file, for one machine: same contract as <see cref="RedisDeferredStore"/>, nothing to install.</summary>
public sealed class SqliteDeferredStore(string path, long itemLimit, TimeProvider time) : IDeferredStore
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;
    private static readonly TimeSpan AnswersKept = TimeSpan.FromMinutes(1);
    private readonly SqliteFile _file = new(path, Sql.Schema, (Sql.HasTokens, Sql.AddTokens), Sql.WorkIndex);

    public async ValueTask<int?> EnqueueAsync(
        DeferredLane lane, string operation, IReadOnlyList<DeferredItem> items, CancellationToken cancellation)
    {
        var added = await CountAsync(lane, operation, (file, name) => Enqueue(file, name, items), cancellation).ConfigureAwait(false);
        return added < 0 ? null : added;
    }

    public async ValueTask<IReadOnlyList<DeferredLease>> LeaseAsync(
        DeferredLane lane, string operation, int count, string owner, TimeSpan duration, CancellationToken cancellation)
    {
        return await _file.StepAsync(Step, cancellation).ConfigureAwait(false);

        List<DeferredLease> Step(SqliteFile file)
        {
            var name = lane.ToString();
            var answer = Remembered(file, name, operation, () => Take(file, name, count, Now() + Milliseconds(duration)));
            return [.. answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(pair => LeaseFrom(file, name, pair))];
        }
    }

    public ValueTask<int> HeartbeatAsync(
        DeferredLane lane, string operation, IReadOnlyList<DeferredLease> leases, TimeSpan duration, CancellationToken cancellation) =>
        CountAsync(lane, operation, (file, name) => leases.Sum(lease => file.Change(Sql.Extend, name, lease.Item.Id, lease.Token, Now() + Milliseconds(duration))), cancellation);

    public async ValueTask<bool> CompleteAsync(DeferredLane lane, string operation, DeferredLease lease, CancellationToken cancellation) =>
        await CountAsync(lane, operation, (file, name) => file.Change(Sql.Complete, name, lease.Item.Id, lease.Token), cancellation).ConfigureAwait(false) == 1;

    public async ValueTask<bool> RequeueAsync(
        DeferredLane lane, string operation, DeferredLease lease, bool countAttempt, TimeSpan delay, CancellationToken cancellation)
    {
        return await CountAsync(lane, operation, Step, cancellation).ConfigureAwait(false) == 1;

        int Step(SqliteFile file, string name)
        {
            var delayed = delay > TimeSpan.Zero;
            var until = delayed ? Now() + Milliseconds(delay) : 0;
            return file.Change(Sql.Requeue, name, lease.Item.Id, lease.Token, countAttempt ? 1 : 0, delayed ? -1 : 0, until);
        }
    }

    public ValueTask<int> RemoveAsync(DeferredLane lane, string operation, IReadOnlyList<string> ids, CancellationToken cancellation) =>
        CountAsync(lane, operation, (file, name) => ids.Sum(id => file.Change(Sql.Remove, name, id)), cancellation);

    public ValueTask<DeferredStats> ReadStatsAsync(DeferredLane lane, CancellationToken cancellation)
    {
        return _file.StepAsync(Step, cancellation);

        DeferredStats Step(SqliteFile file)
        {
            var name = lane.ToString();
            Reclaim(file, name);
            var first = file.Rows(ItemFrom, Sql.Waiting, name, 1).FirstOrDefault();
            return new DeferredStats(
                (long)file.Value(Sql.CountWaiting, name)!,
                (long)file.Value(Sql.CountLeased, name)!,
                file.Value(Sql.Oldest, name) is long oldest ? DeferredItemText.FromMilliseconds(oldest) : null,
                first?.Deadline,
                first?.WorkSeconds ?? 0,
                file.Value(Sql.Lost, name) as long? ?? 0);
        }
    }

    public ValueTask<DeferredWork> ReadWorkAsync(DeferredLane lane, CancellationToken cancellation)
    {
        return _file.StepAsync(Step, cancellation);

        DeferredWork Step(SqliteFile file)
        {
            var name = lane.ToString();
            Reclaim(file, name);
            return file.Rows(row => new DeferredWork(row.GetInt64(0), (long)row.GetDouble(1), (long)row.GetDouble(2)), Sql.Work, name)[0];
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private int Enqueue(SqliteFile file, string lane, IReadOnlyList<DeferredItem> items)
    {
        var fresh = items.Where(item => file.Value(Sql.IsKnown, lane, item.Id) is null).ToList();
        if ((long)file.Value(Sql.CountItems, lane)! + fresh.Count > itemLimit)
        {
            return -1;
        }

        foreach (var item in fresh)
        {
            file.Change(
                Sql.Insert,
                lane,
                item.Id,
                file.Value(Sql.NextSeq, lane)!,
                DeferredItemText.ToMilliseconds(item.Deadline),
                DeferredItemText.ToMilliseconds(item.EnqueuedAt),
                item.Attempt,
                DeferredItemText.Body(item),
                item.PromptTokens,
                item.OutputTokens);
        }

        return fresh.Count;
    }

    private string Take(SqliteFile file, string lane, int count, long until)
    {
        Reclaim(file, lane);
        var taken = new List<string>();
        foreach (var item in file.Rows(ItemFrom, Sql.Waiting, lane, count))
        {
            var token = (long)file.Value(Sql.NextToken, lane)!;
            file.Change(Sql.Take, lane, item.Id, token, until);
            taken.Add(string.Create(Culture, $"{token} {item.Id}"));
        }

        return string.Join('\n', taken);
    }

    /// <summary>A repeated lease answers with what it took; what was finished meanwhile is gone from the answer.</summary>
    private static IEnumerable<DeferredLease> LeaseFrom(SqliteFile file, string lane, string pair)
    {
        var space = pair.IndexOf(' ', StringComparison.Ordinal);
        var token = long.Parse(pair.AsSpan(0, space), provider: Culture);
        return file.Rows(ItemFrom, Sql.Leased, lane, pair[(space + 1)..]).Select(item => new DeferredLease(item, token));
    }

    private void Reclaim(SqliteFile file, string lane)
    {
        var now = Now();
        file.Change(Sql.CountLost, lane, now);
        file.Change(Sql.Reclaim, lane, now);
    }

    private async ValueTask<int> CountAsync(
        DeferredLane lane, string operation, Func<SqliteFile, string, int> step, CancellationToken cancellation)
    {
        var name = lane.ToString();
        var answer = await _file.StepAsync(
            file => Remembered(file, name, operation, () => step(file, name).ToString(Culture)), cancellation).ConfigureAwait(false);
        return int.Parse(answer, Culture);
    }

    private string Remembered(SqliteFile file, string lane, string operation, Func<string> step)
    {
        file.Change(Sql.KnowLane, lane);
        if (file.Value(Sql.Answer, lane, operation) is string answered)
        {
            return answered;
        }

        var answer = step();
        file.Change(Sql.Remember, lane, operation, Now(), answer);
        file.Change(Sql.Forget, Now() - (long)AnswersKept.TotalMilliseconds);
        return answer;
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static DeferredItem ItemFrom(SqliteDataReader row) =>
        DeferredItemText.Parse(row.GetString(0), row.GetInt32(1), row.GetInt64(2), row.GetInt64(3), row.GetString(4));

    private static long Milliseconds(TimeSpan span) => (long)Math.Ceiling(span.TotalMilliseconds);
}
