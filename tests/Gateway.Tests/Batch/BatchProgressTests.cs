namespace SageServe.Gateway.Tests;

public sealed class BatchProgressTests
{
    [Fact]
    public void However_journals_are_read_the_counts_are_those_of_the_first_results_by_name() => Seeds.Check(500, (_, random) =>
    {
        var lines = 1 + random.NextInt(20);
        var journals = Enumerable.Range(0, 1 + random.NextInt(5)).Select(n => ($"{n:D13}-gateway", new Queue<JournalEntry>(Entries(random, lines)))).ToList();
        var expected = new Dictionary<int, LineOutcome>();
        foreach (var entry in journals.SelectMany(j => j.Item2))
        {
            expected.TryAdd(entry.Line, entry.Outcome);
        }

        var progress = new BatchProgress(lines, lines);
        var news = 0;
        while (journals.Any(j => j.Item2.Count > 0))
        {
            var (name, left) = journals[random.NextInt(journals.Count)];
            for (var n = random.NextInt(4); n > 0 && left.TryDequeue(out var entry); n--)
            {
                news += progress.MarkDone(name, entry.Line, entry.Outcome) ? 1 : 0;
            }
        }

        var completed = expected.Count(e => e.Value == LineOutcome.Completed);
        Assert.Equal(new BatchCounts(lines, completed, expected.Count - completed), progress.Counts);
        Assert.Equal(expected.Count, news);
        Assert.Equal(lines - expected.Count, progress.Left);
        Assert.Equal(expected.Count == lines, progress.IsComplete);
        Assert.All(Enumerable.Range(1, lines), line => Assert.Equal(expected.ContainsKey(line), progress.IsDone(line)));
    });

    [Fact]
    public void A_line_begins_once_and_not_when_it_is_done_or_the_batch_is_closed()
    {
        var progress = new BatchProgress(3, 3);
        Assert.Equal(LineStart.Begun, progress.TryBegin(1));
        Assert.Equal(LineStart.Running, progress.TryBegin(1));
        Assert.False(progress.IsIdle);
        Assert.True(progress.MarkDone("a", 1, LineOutcome.Completed));
        progress.End(1);
        Assert.True(progress.IsIdle);
        Assert.Equal(LineStart.Done, progress.TryBegin(1));
        Assert.Equal(LineStart.Done, progress.TryBegin(4));
        progress.Close();
        Assert.Equal(LineStart.Closed, progress.TryBegin(2));
    }

    [Fact]
    public void A_result_of_no_line_is_not_counted()
    {
        var progress = new BatchProgress(3, 3);
        Assert.False(progress.MarkDone("a", 4, LineOutcome.Completed));
        Assert.Equal(new BatchCounts(3, 0, 0), progress.Counts);
    }

    private static IEnumerable<JournalEntry> Entries(RandomStream random, int lines) =>
        [.. Enumerable.Range(0, random.NextInt(lines * 2)).Select(_ => new JournalEntry(1 + random.NextInt(lines), (LineOutcome)random.NextInt(2), default))];
}
