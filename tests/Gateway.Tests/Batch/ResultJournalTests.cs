using System.Text;

namespace SageServe.Gateway.Tests;

public sealed class ResultJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Path => _folder["journal.txt"];

    private static JournalEntry Entry(int line, LineOutcome outcome = LineOutcome.Completed) =>
        new(line, outcome, Encoding.UTF8.GetBytes($$"""{"custom_id":"ü {{line}}"}"""));

    private async Task<List<int>> ReopenAsync()
    {
        var found = new List<int>();
        using var journal = await ResultJournal.OpenAsync(Path, e => found.Add(e.Line));
        return found;
    }

    [Fact]
    public async Task What_was_appended_is_there_after_reopening()
    {
        using (var journal = await ResultJournal.OpenAsync(Path, _ => Assert.Fail("empty")))
        {
            await Task.WhenAll(Enumerable.Range(1, 200).Select(line => journal.AppendAsync(Entry(line, (LineOutcome)(line % 4)))));
        }

        var entries = new List<(int, LineOutcome, string)>();
        await foreach (var (_, entry) in ResultJournal.ReadAsync(Path))
        {
            entries.Add((entry.Line, entry.Outcome, Encoding.UTF8.GetString(entry.Result.Span)));
        }

        Assert.Equal(Enumerable.Range(1, 200).Select(line => (line, (LineOutcome)(line % 4), $$"""{"custom_id":"ü {{line}}"}""")), entries.Order());
    }

    [Fact]
    public async Task A_torn_end_of_any_length_is_cut_off_and_written_over()
    {
        using (var journal = await ResultJournal.OpenAsync(Path, _ => { }))
        {
            await journal.AppendAsync(Entry(1));
            await journal.AppendAsync(Entry(2));
        }

        var whole = await File.ReadAllBytesAsync(Path);
        var first = Array.IndexOf(whole, (byte)'\n') + 1;
        for (var length = first; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(Path, whole[..length]);
            Assert.Equal([1], await ReopenAsync());
            using (var journal = await ResultJournal.OpenAsync(Path, _ => { }))
            {
                await journal.AppendAsync(Entry(3));
            }

            Assert.Equal([1, 3], await ReopenAsync());
        }
    }

    [Fact]
    public async Task A_closed_journal_refuses()
    {
        var journal = await ResultJournal.OpenAsync(Path, _ => { });
        journal.Dispose();
        await Assert.ThrowsAsync<IOException>(() => journal.AppendAsync(Entry(1)));
    }
}
