using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace SageServe.Hosting.Tests;

public sealed class DecisionLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Without_a_file_nothing_is_logged()
    {
        await using var log = new DecisionLog(new DecisionLogOptions(), NullLogger<DecisionLog>.Instance);
        Assert.False(log.Enabled);
        Assert.False(log.Write(new Entry(1)));
    }

    [Fact]
    public async Task A_lossless_log_holds_every_entry_in_order_as_a_line_of_JSON()
    {
        var log = Open(lossless: true);
        Assert.True(log.Enabled);
        for (var i = 0; i < 20_000; i++)
        {
            Assert.True(log.Write(new Entry(i)));
        }

        await log.DisposeAsync();
        Assert.Equal(Enumerable.Range(0, 20_000), Numbers());
        Assert.Equal(0, log.Dropped);
    }

    [Fact]
    public async Task A_full_log_drops_and_counts_and_never_waits()
    {
        using var gate = new Gate();
        var log = Open(lossless: false, capacity: 10);
        Assert.True(log.Write(new Entry(0, gate)));

        // The writer holds entry 0 from here on: the channel is empty and takes ten more, no matter how threads run.
        Assert.True(gate.Reached.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        for (var i = 1; i <= 100; i++)
        {
            Assert.Equal(i <= 10, log.Write(new Entry(i)));
        }

        Assert.Equal(90, log.Dropped);
        gate.Opened.Set();
        await log.DisposeAsync();
        Assert.Equal(Enumerable.Range(0, 11), Numbers());
    }

    [Fact]
    public async Task A_wrong_entry_costs_only_its_own_line()
    {
        var log = Open(lossless: true);
        log.Write(new Entry(1));
        log.Write(new WrongEntry());
        log.Write(new Entry(2));
        await log.DisposeAsync();
        Assert.Equal([1, 2], Numbers());
        Assert.Equal(1, log.Dropped);
    }

    [Fact]
    public async Task The_log_of_the_run_before_is_kept_beside()
    {
        var first = Open(lossless: true);
        first.Write(new Entry(1));
        await first.DisposeAsync();
        var second = Open(lossless: true);
        second.Write(new Entry(2));
        await second.DisposeAsync();
        Assert.Equal([2], Numbers());
        Assert.Equal([1], Numbers("log.jsonl.previous"));
    }

    [Fact]
    public async Task What_was_written_can_be_read_while_the_log_is_open()
    {
        await using var log = Open(lossless: true);
        log.Write(new Entry(5));
        await Eventually.True(() => new FileInfo(_folder["sub/log.jsonl"]).Length > 0, "the entry is in the file");
        Assert.Equal([5], Numbers());
    }

    public void Dispose() => _folder.Dispose();

    private DecisionLog Open(bool lossless, int capacity = 100) =>
        new(new DecisionLogOptions { File = _folder["sub/log.jsonl"], Lossless = lossless, Capacity = capacity }, NullLogger<DecisionLog>.Instance);

    private IEnumerable<int> Numbers(string name = "log.jsonl")
    {
        using var stream = new FileStream(_folder["sub/" + name], FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("n").GetInt32())];
    }

    private sealed class Gate : IDisposable
    {
        public ManualResetEventSlim Reached { get; } = new();

        public ManualResetEventSlim Opened { get; } = new();

        public void Dispose()
        {
            Reached.Dispose();
            Opened.Dispose();
        }
    }

    private sealed class Entry(int number, Gate? gate = null) : IDecisionEntry
    {
        public void WriteTo(Utf8JsonWriter writer)
        {
            gate?.Reached.Set();
            gate?.Opened.Wait();
            writer.WriteStartObject();
            writer.WriteNumber("n", number);
            writer.WriteEndObject();
        }
    }

    private sealed class WrongEntry : IDecisionEntry
    {
        public void WriteTo(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteNumberValue(1);
        }
    }
}
