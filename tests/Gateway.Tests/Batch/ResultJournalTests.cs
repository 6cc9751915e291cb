using System.Text;

namespace SageServe.Gateway.Tests;

public sealed class ResultJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderBlobStore _blobs;

    public ResultJournalTests() => _blobs = new FolderBlobStore(_folder.Root, TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    private ResultJournal Open(IBlobStore? blobs = null) => new(blobs ?? _blobs, TimeProvider.System, n => $"j{n}", name => "journal/" + name);

    private static JournalEntry Entry(int line, LineOutcome outcome = LineOutcome.Completed) =>
        new(line, outcome, Encoding.UTF8.GetBytes($$"""{"custom_id":"ü {{line}}"}"""));

    private async Task<List<(int Line, LineOutcome Outcome, string Result)>> ReadAsync(string name)
    {
        var found = new List<(int, LineOutcome, string)>();
        await foreach (var (entry, _) in JournalReader.ReadAsync(_blobs, "journal/" + name, 0, default))
        {
            found.Add((entry.Line, entry.Outcome, Encoding.UTF8.GetString(entry.Result.Span)));
        }

        return found;
    }

    [Fact]
    public async Task What_was_appended_is_there()
    {
        await using (var journal = Open())
        {
            Assert.All(await Task.WhenAll(Enumerable.Range(1, 200).Select(line => journal.AppendAsync(Entry(line, (LineOutcome)(line % 4))))), name => Assert.Equal("j1", name));
        }

        Assert.Equal(Enumerable.Range(1, 200).Select(line => (line, (LineOutcome)(line % 4), $$"""{"custom_id":"ü {{line}}"}""")), (await ReadAsync("j1")).Order());
    }

    [Fact]
    public async Task A_torn_end_of_any_length_is_not_there()
    {
        await using (var journal = Open())
        {
            await journal.AppendAsync(Entry(1));
            await journal.AppendAsync(Entry(2));
        }

        var path = _folder[Path.Combine("journal", "j1")];
        var whole = await File.ReadAllBytesAsync(path);
        for (var length = Array.IndexOf(whole, (byte)'\n') + 1; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(path, whole[..length]);
            Assert.Equal([1], (await ReadAsync("j1")).Select(e => e.Line));
        }
    }

    [Fact]
    public async Task After_a_failed_append_another_journal_begins()
    {
        var blobs = new FailingBlobs(_blobs);
        await using var journal = Open(blobs);
        Assert.Equal("j1", await journal.AppendAsync(Entry(1)));
        blobs.Fails = true;
        await Assert.ThrowsAsync<BlobStoreException>(() => journal.AppendAsync(Entry(2)));
        blobs.Fails = false;
        Assert.Equal("j2", await journal.AppendAsync(Entry(2)));
        Assert.Equal("j2", await journal.AppendAsync(Entry(3)));
        Assert.Equal([1], (await ReadAsync("j1")).Select(e => e.Line));
        Assert.Equal([2, 3], (await ReadAsync("j2")).Select(e => e.Line));
    }

    [Fact]
    public async Task A_closed_journal_refuses()
    {
        var journal = Open();
        await journal.AppendAsync(Entry(1));
        await journal.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => journal.AppendAsync(Entry(1)));
    }

    [Fact]
    public async Task Closing_waits_for_what_is_being_written()
    {
        var journal = Open();
        var appends = Enumerable.Range(1, 50).Select(line => journal.AppendAsync(Entry(line))).ToArray();
        await journal.DisposeAsync();
        await Task.WhenAll(appends);
        Assert.Equal(50, (await ReadAsync("j1")).Count);
    }
}
