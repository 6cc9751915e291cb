using System.Text;

namespace SageServe.Gateway.Tests;

/// <summary>A real small file system that runs full.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly SmallDisk? _disk = SmallDisk.TryMount(1_000_000);

    public void Dispose() => _disk?.Dispose();

    [Fact]
    public async Task A_full_disk_is_said_so_and_what_was_there_stays()
    {
        Assert.SkipWhen(_disk is null, "no small file system can be mounted here (it takes root)");
        var store = new FolderBlobStore(_disk.Root, TimeProvider.System);
        await store.PutAsync("a/small", "kept"u8.ToArray());
        await using var log = await store.OpenLogAsync("j/1");
        await log.AppendAsync(["before"u8.ToArray()]);

        await IsFullAsync(() => store.PutNewAsync("a/large", new byte[2_000_000]));
        await IsFullAsync(() => store.PutAsync("a/small", new byte[2_000_000]));
        await IsFullAsync(() => log.AppendAsync([Enumerable.Repeat((byte)'x', 2_000_000).ToArray()]));
        await IsFullAsync(async () =>
        {
            await using var draft = await store.CreateAsync("a/draft");
            for (var n = 0; n < 20; n++)
            {
                await draft.WriteAsync(new byte[100_000]);
            }

            await draft.CommitAsync();
        });

        Assert.Equal(["a/small"], (await store.ListAsync("a/").ToListAsync()).Select(b => b.Key));
        Assert.Equal("kept"u8.ToArray(), await store.ReadAsync("a/small", 100));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_disk.Root, ".drafts")));
        await log.AppendAsync(["after"u8.ToArray()]);
        var lines = new List<string>();
        await foreach (var line in store.ReadLogAsync("j/1"))
        {
            lines.Add(Encoding.UTF8.GetString(line.Bytes.Span));
        }

        Assert.Equal(["before", "after"], lines);
    }

    private static async Task IsFullAsync(Func<Task> write) =>
        Assert.Equal(BlobProblem.Full, (await Assert.ThrowsAsync<BlobStoreException>(write)).Problem);
}
