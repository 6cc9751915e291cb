using Microsoft.Data.Sqlite;

namespace SageServe.Gateway.Tests;

public sealed class SqliteDeferredStoreTests : DeferredStoreContract
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sageserve-queue-");
    private string _path;

    public SqliteDeferredStoreTests() => _path = Path.Combine(_folder.FullName, "queue.db");

    protected override Task<IDeferredStore> OpenAsync() =>
        Task.FromResult<IDeferredStore>(new SqliteDeferredStore(_path, ItemLimit, TimeProvider.System));

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
        await using var store = new SqliteDeferredStore(path, ItemLimit, TimeProvider.System);
        Assert.Equal(1, await store.EnqueueAsync(Lane, Operation(), [Item(1)], default));
        Assert.True(File.Exists(path + ".broken"));
    }

    [Fact]
    public async Task A_file_of_an_older_version_goes_on_and_its_items_have_no_tokens()
    {
        var path = Path.Combine(_folder.FullName, "older.db");
        await using (var file = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await file.OpenAsync();
            await using var make = file.CreateCommand();
            make.CommandText = $"""
                CREATE TABLE items(
                  lane TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, deadline INTEGER NOT NULL, enqueued INTEGER NOT NULL,
                  attempt INTEGER NOT NULL, body TEXT NOT NULL, token INTEGER NOT NULL, until INTEGER NOT NULL,
                  PRIMARY KEY(lane, id)) WITHOUT ROWID;
                INSERT INTO items VALUES('{Lane}', 'batch_1/1', 1, 1795348860000, 1795348800000, 0, '1|0|999|1500', 0, 0);
                """;
            await make.ExecuteNonQueryAsync();
        }

        await using var store = new SqliteDeferredStore(path, ItemLimit, TimeProvider.System);
        Assert.Equal(new DeferredWork(1, 0, 0), await store.ReadWorkAsync(Lane, default));
        await store.EnqueueAsync(Lane, Operation(), [Item(4)], default);
        Assert.Equal(new DeferredWork(2, 104, 4), await store.ReadWorkAsync(Lane, default));
        Assert.Equal([0, 104], (await store.LeaseAsync(Lane, Operation(), 2, "one", LongLease, default)).Select(l => l.Item.PromptTokens).Order());
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}
