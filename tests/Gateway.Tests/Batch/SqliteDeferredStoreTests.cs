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

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}
