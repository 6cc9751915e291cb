using System.Text;

namespace SageServe.Gateway.Tests;

public sealed class FolderBlobStoreTests : BlobStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderBlobStore _store;
    private readonly FolderBlobStore _other;

    public FolderBlobStoreTests()
    {
        _store = new FolderBlobStore(_folder["store"], TimeProvider.System);
        _other = new FolderBlobStore(_folder["store"], TimeProvider.System);
    }

    private protected override IBlobStore Store => _store;

    private protected override IBlobStore Other => _other;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Of_many_who_write_one_key_at_once_one_is_first()
    {
        for (var round = 0; round < 10; round++)
        {
            var key = $"race/{round}/end.json";
            var writes = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () =>
                (Writer: n, Won: await (n % 2 == 0 ? _store : _other).PutNewAsync(key, Bytes($"writer {n}"))))));
            var winner = Assert.Single(writes, w => w.Won);
            Assert.Equal($"writer {winner.Writer}", await TextAsync(_other, key));
        }
    }

    [Fact]
    public async Task A_torn_end_of_a_log_is_not_read()
    {
        await using (var log = await _store.OpenLogAsync("j/1"))
        {
            await log.AppendAsync([Bytes("whole")]);
        }

        var path = _folder[Path.Combine("store", "j", "1")];
        await File.AppendAllTextAsync(path, "torn");
        Assert.Equal(["whole"], (await LogAsync(_other, "j/1")).Select(l => l.Text));
        await File.AppendAllTextAsync(path, "\0\0\0 then whole\nand more\n");
        Assert.Equal(["whole"], (await LogAsync(_other, "j/1")).Select(l => l.Text));
    }

    [Fact]
    public async Task Writing_and_removing_folders_at_once_loses_no_write()
    {
        for (var round = 0; round < 50; round++)
        {
            var key = $"busy/{round}/file.json";
            var written = Task.Run(() => _store.PutAsync(key, Bytes("x")));
            await _other.DeletePrefixAsync($"busy/{round}/");
            await written;
            Assert.True(await _store.HeadAsync(key) is null or { Length: 1 });
            await _store.PutAsync(key, Bytes("xy"));
            Assert.Equal(2, (await _other.HeadAsync(key))!.Value.Length);
        }
    }

    [Fact]
    public async Task A_folder_that_is_not_mounted_is_away_and_not_empty()
    {
        await _store.PutAsync("a/x", Bytes("1"));
        Directory.Move(_folder["store"], _folder["elsewhere"]);
        Directory.CreateDirectory(_folder["store"]);
        foreach (var call in new Func<Task>[]
        {
            () => _store.ReadAsync("a/x", 10), () => _store.HeadAsync("a/x"), () => _store.PutNewAsync("a/y", Bytes("1")), () => KeysAsync(_store, "a/"),
            () => NamesAsync(_store, "a/"), () => LogAsync(_store, "a/log"), () => _store.DeleteAsync("a/x"), () => _store.OpenLogAsync("a/log"),
        })
        {
            Assert.Equal(BlobProblem.Away, (await Assert.ThrowsAsync<BlobStoreException>(call)).Problem);
        }

        Directory.Delete(_folder["store"], recursive: true);
        Directory.Move(_folder["elsewhere"], _folder["store"]);
        Assert.Equal("1", await TextAsync(_store, "a/x"));
    }

    [Fact]
    public async Task Drafts_of_gateways_that_stopped_are_swept_at_a_start()
    {
        var draft = await _store.CreateAsync("d/x");
        await draft.WriteAsync(Encoding.UTF8.GetBytes("live"));
        var left = _folder.Write(Path.Combine("store", ".drafts", "left"), "x");
        File.SetLastWriteTimeUtc(left, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));
        var third = new FolderBlobStore(_folder["store"], TimeProvider.System);
        Assert.False(File.Exists(left));
        await draft.CommitAsync();
        await draft.DisposeAsync();
        Assert.Equal("live", await TextAsync(third, "d/x"));
    }
}
