using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace SageServe.Gateway.Tests;

public sealed class SqliteDeferredStoreTests : DeferredStoreContract
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sageserve-queue-");
    private string _path;

    public SqliteDeferredStoreTests() => _path = Path.Combine(_folder.FullName, "queue.db");

    protected override Task<IDeferredStore> OpenAsync(DeferredLimits limits) =>
        Task.FromResult<IDeferredStore>(new SqliteDeferredStore(_path, limits, TimeProvider.System));

    /// <summary>A copy of the file and its log without closing, as a killed process leaves them.</summary>
    protected override Task RestartAsync()
    {
        var crashed = Path.Combine(_folder.FullName, "crashed.db");
        foreach (var end in new[] { "", "-wal" })
        {
            File.Copy(_path + end, crashed + end);
        }

        _path = crashed;
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_broken_file_is_put_aside_and_a_new_index_begun()
    {
        var path = Path.Combine(_folder.FullName, "broken.db");
        await File.WriteAllTextAsync(path, new string('x', 5000));
        await using var store = new SqliteDeferredStore(path, Limits, TimeProvider.System);
        Assert.Equal(1, await store.EnqueueAsync(Lane, Group(), [Item(1)], default));
        Assert.True(File.Exists(path + ".broken"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Items_of_an_older_version_are_taken_over(int version)
    {
        var path = Path.Combine(_folder.FullName, "older.db");
        var (columns, tokens) = version == 1 ? ("", "") : (", prompt INTEGER NOT NULL DEFAULT 0, output INTEGER NOT NULL DEFAULT 0", "|104|4");
        await RunAsync(path, $"""
            CREATE TABLE items(
              lane TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, deadline INTEGER NOT NULL, enqueued INTEGER NOT NULL,
              attempt INTEGER NOT NULL, body TEXT NOT NULL, token INTEGER NOT NULL, until INTEGER NOT NULL{columns}, PRIMARY KEY(lane, id)) WITHOUT ROWID;
            CREATE INDEX waiting ON items(lane, deadline, seq) WHERE token = 0;
            CREATE TABLE lanes(lane TEXT PRIMARY KEY, seq INTEGER NOT NULL, token INTEGER NOT NULL, lost INTEGER NOT NULL) WITHOUT ROWID;
            INSERT INTO items(lane, id, seq, deadline, enqueued, attempt, body, token, until) VALUES
              ('{Lane}', 'batch_1/4', 2, 1795348860000, 1795348800004, 2, '4|4000|999|1500{tokens}', 17, 1795348860000),
              ('{Lane}', 'batch_1/3', 1, 1795348860000, 1795348800003, 0, '3|3000|999|1500{tokens}', 0, 0),
              ('{Lane}', 'flex-abc-1', 3, 1795348860000, 1795348800000, 0, '0|0|0|1500{tokens}', 0, 0);
            """);
        await using var store = new SqliteDeferredStore(path, Limits, TimeProvider.System);
        var group = Assert.Single((await store.ReadAsync(Lane, default)).Groups);
        Assert.Equal(("batch_1", true, 2, 2 * (version == 1 ? 0 : 104)), (group.Id, group.Tenant.IsNone, group.Waiting, group.PromptTokens));
        Assert.Equal(1, await store.EnqueueAsync(Lane, Group(), [Item(3), Item(4), Item(5)], default));
        await store.CollectAsync(Lane, One, 9, 0, LongLease, default);
        await store.HoldPumpAsync(Lane, One, LongLease, default);
        await store.GrantAsync(Lane, One, Operation(), [new("batch_1", One, 9)], LongLease, default);
        var leases = (await store.CollectAsync(Lane, One, 9, 0, LongLease, default)).Leases;
        Assert.Equal([(3, 3000, 0), (4, 4000, 2), (5, 5000, 0)], leases.Select(l => (l.Item.Line, l.Item.Offset, l.Item.Attempt)));
    }

    [Fact]
    public async Task A_file_of_the_same_version_without_urgent_leases_reads_and_stays_readable_to_who_wrote_it()
    {
        var path = Path.Combine(_folder.FullName, "same.db");
        await using (var store = new SqliteDeferredStore(path, Limits, TimeProvider.System))
        {
            await store.EnqueueAsync(Lane, Group(), Items(1, 3), default);
            await GrantAsync(store, 1, urgent: true);
        }

        await RunAsync(path, "ALTER TABLE inbox DROP COLUMN urgent");
        await using var again = new SqliteDeferredStore(path, Limits, TimeProvider.System);
        await GrantAsync(again, 1, urgent: true);
        await GrantAsync(again, 1, urgent: false);
        var leases = (await again.CollectAsync(Lane, One, 9, 0, LongLease, default)).Leases;
        Assert.Equal([(1, false), (2, true), (3, false)], leases.Select(l => (l.Item.Line, l.Urgent)));
        await RunAsync(path, $"DELETE FROM inbox; INSERT INTO inbox(token, lane, gateway) VALUES({leases[1].Token}, '{Lane}', '{One}'); SELECT 1 WHERE (SELECT user_version FROM pragma_user_version) = 3");
        Assert.Equal((2, false), Assert.Single((await again.CollectAsync(Lane, One, 9, 0, LongLease, default)).Leases) is var lease ? (lease.Item.Line, lease.Urgent) : default);

        static async Task GrantAsync(SqliteDeferredStore store, int count, bool urgent)
        {
            await store.CollectAsync(Lane, One, 9, 0, LongLease, default);
            await store.HoldPumpAsync(Lane, One, LongLease, default);
            Assert.Equal([count], await store.GrantAsync(Lane, One, $"{Guid.NewGuid()}", [new("batch_1", One, count, urgent)], LongLease, default));
        }
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_and_left_alone()
    {
        var path = Path.Combine(_folder.FullName, "newer.db");
        await RunAsync(path, "CREATE TABLE anything(x); PRAGMA user_version = 4;");
        var refusal = Assert.Throws<DeferredStoreException>(() => new SqliteDeferredStore(path, Limits, TimeProvider.System));
        Assert.Contains("newer version", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path + ".broken"));
        await RunAsync(path, "INSERT INTO anything VALUES(1)");
    }

    [Fact]
    public async Task Nothing_is_left_when_the_lane_is_empty()
    {
        await EnqueueAsync("batch_1", Items(1, 3));
        await Store.CompleteAsync(Lane, await LeaseAsync(3), default);
        await Store.HoldPumpAsync(Lane, One, TimeSpan.Zero, default);
        await using var file = new SqliteConnection($"Data Source={_path};Pooling=False");
        await file.OpenAsync();
        foreach (var table in new[] { "groups", "entries", "lanes", "inbox", "pumps" })
        {
            await using var count = file.CreateCommand();
#pragma warning disable CA2100 // One of the names above.
            count.CommandText = $"SELECT COUNT(*) FROM {table}";
#pragma warning restore CA2100
            Assert.Equal((table, 0L), (table, await count.ExecuteScalarAsync()));
        }
    }

    [Fact]
    public async Task A_killed_process_loses_nothing_that_was_answered()
    {
        // The measurement keeps at least the backlog that it tells of; it is killed amid filling up to the next.
        var path = Path.Combine(_folder.FullName, "killed.db");
        var program = Path.Combine(Repository.Root, "artifacts", "bin", "Gateway", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "SageServe.Gateway");
        using (var process = Process.Start(new ProcessStartInfo(program, ["--measure-queue", "sqlite", path, "1000,9000000", "0.3"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!)
        {
            Assert.Contains("\"backlog\":1000", await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)), StringComparison.Ordinal);
            await Eventually.True(() => new FileInfo(path).Length > 1_000_000, "it goes on filling");
            process.Kill();
            await process.WaitForExitAsync();
        }

        var lane = new DeferredLane(default, default);
        await using (var file = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await file.OpenAsync();
            await using var read = file.CreateCommand();
            read.CommandText = "SELECT (SELECT lane FROM groups LIMIT 1), (SELECT SUM(waiting + leased) FROM groups), (SELECT COUNT(*) FROM entries), (SELECT integrity_check FROM pragma_integrity_check)";
            await using var row = await read.ExecuteReaderAsync();
            Assert.True(await row.ReadAsync());
            var name = row.GetString(0).Split(':');
            lane = new DeferredLane(new ModelId(name[0]), new RegionId(name[1]));
            Assert.Equal((row.GetInt64(1), "ok"), (row.GetInt64(2), row.GetString(3)));
        }

        await using var store = new SqliteDeferredStore(path, new DeferredLimits(long.MaxValue), TimeProvider.System);
        var state = await store.ReadAsync(lane, default);
        Assert.True(state.Items >= 1000, $"{state.Items} items");
        Assert.Equal(state.Groups[0].Items, await store.RemoveGroupAsync(lane, state.Groups[0].Id, default));
    }

    private static async Task RunAsync(string path, string sql)
    {
        await using var file = new SqliteConnection($"Data Source={path};Pooling=False");
        await file.OpenAsync();
        await using var command = file.CreateCommand();
#pragma warning disable CA2100 // Texts of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}
