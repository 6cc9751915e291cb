using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

public sealed class BatchInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderBlobStore _blobs;
    private readonly FileIndex _index;
    private readonly FileShelf _shelf;
    private readonly BatchInput _input;

    public BatchInputTests()
    {
        var clock = new SteadyClock(TimeProvider.System);
        _blobs = new FolderBlobStore(_folder.Root, TimeProvider.System);
        _index = new FileIndex(_blobs, clock, NullLogger<FileIndex>.Instance);
        _shelf = new FileShelf(_blobs, _index, new TimeOrderedIds(clock), new FileStoreOptions(), clock);
        _input = new BatchInput(_shelf);
    }

    public void Dispose()
    {
        _input.Dispose();
        _index.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Lines_of_any_length_are_read_in_any_order_and_at_once()
    {
        for (var seed = 1UL; seed <= 10; seed++)
        {
            var random = new RandomStream(seed);
            var files = await Task.WhenAll(Enumerable.Range(0, 3).Select(n => StoreAsync($"file-{seed}-{n}", random.Child($"{n}"))));
            var wanted = Enumerable.Range(0, 300).Select(_ => (File: random.NextInt(3), Pick: random.NextDouble())).ToList();
            var read = await Task.WhenAll(wanted.Select(async w =>
            {
                var (id, lines) = files[w.File];
                var (text, item) = lines[(int)(w.Pick * lines.Count)];
                return text == Encoding.ASCII.GetString(await _input.ReadAsync(id, item, CancellationToken.None));
            }));
            Assert.True(read.All(r => r), $"seed {seed}");
            _input.Close(files[0].Id);
        }
    }

    [Fact]
    public async Task A_file_that_is_gone_or_shorter_is_said_so()
    {
        var (id, lines) = await StoreAsync("file-a", new RandomStream(1));
        await Assert.ThrowsAsync<FileNotFoundException>(async () => await _input.ReadAsync("file-none", lines[0].Item, CancellationToken.None));
        await _blobs.PutAsync(FileKeys.Content(id), "short"u8.ToArray());
        await Assert.ThrowsAsync<EndOfStreamException>(async () => await _input.ReadAsync(id, lines[^1].Item, CancellationToken.None));
    }

    private async Task<(string Id, List<(string Text, DeferredItem Item)> Lines)> StoreAsync(string id, RandomStream random)
    {
        var (lines, offset) = (new List<(string, DeferredItem)>(), 0L);
        await using var draft = await _shelf.BeginAsync(id);
        for (var n = 1; n <= 200; n++)
        {
            var text = new string((char)('a' + random.NextInt(26)), 1 + random.NextInt(random.NextInt(20) == 0 ? 400_000 : 3000));
            lines.Add((text, new DeferredItem { Group = id, Line = n, Offset = offset, Length = text.Length, Deadline = Instant.Max, EnqueuedAt = Instant.Min }));
            await draft.WriteAsync(Encoding.ASCII.GetBytes(text + "\n"));
            offset += text.Length + 1;
        }

        await _shelf.AddAsync(new TenantId("t"), draft, "f", FileShelf.BatchPurpose);
        return (id, lines);
    }
}
