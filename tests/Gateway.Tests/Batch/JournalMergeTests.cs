using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

/// <summary>
/// The end of a batch out of journals as bad luck makes them: several writers, lines that two of them ran, torn ends, writers that go on
/// after the end was decided.
/// </summary>
public sealed class JournalMergeTests : IDisposable
{
    private static readonly TenantId Tenant = new("acme");
    private readonly TemporaryFolder _folder = new();
    private readonly SteadyClock _clock = new(TimeProvider.System);
    private readonly FolderBlobStore _blobs;
    private readonly FileShelf _shelf;
    private readonly BatchRecords _records;
    private readonly BatchFiles _files;

    public JournalMergeTests()
    {
        _blobs = new FolderBlobStore(_folder.Root, TimeProvider.System);
        var options = new FileStoreOptions();
        _shelf = new FileShelf(_blobs, new FileIndex(_blobs, _clock, NullLogger<FileIndex>.Instance), new TimeOrderedIds(_clock), options, _clock);
        _records = new BatchRecords(_blobs);
        _files = new BatchFiles(_shelf, _records, new BatchOptions());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_line_is_in_one_file_once_whoever_makes_them_and_whenever() => Seeds.Check(60, (seed, random) => CheckAsync(seed, random).GetAwaiter().GetResult());

    [Fact]
    public async Task A_gateway_that_does_not_know_that_the_end_is_decided_writes_too_late()
    {
        var late = await MakeAsync("batch_late", 3, new RandomStream(1));
        await late.RefreshAsync(TimeSpan.Zero, default);
        Assert.Equal(LineRecord.Counted, await late.RecordAsync(Entry(1)));
        Assert.Equal(LineRecord.Second, await late.RecordAsync(Entry(1)));
        var other = new BatchRun(late.Stored, _records, new GatewayStart(_clock), _clock);
        await other.RefreshAsync(TimeSpan.Zero, default);
        await other.DecideAsync(_ => BatchStatus.Cancelled, default);
        Assert.Equal(LineRecord.Counted, await late.RecordAsync(Entry(2)));
        await late.RefreshAsync(TimeSpan.Zero, default);
        Assert.Equal(BatchStatus.Cancelling, late.Status);
        Assert.True(late.Stopping.IsCancellationRequested);
        Assert.Equal(LineRecord.Unwanted, await late.RecordAsync(Entry(3)));
        Assert.Equal((1, 0), (await late.CountLateAsync(default), await other.CountLateAsync(default)));
        var made = await _files.WriteAsync(late, late.Marks.Finalizing!, default);
        Assert.Equal((new BatchCounts(3, 1, 2), 2, 1), (made.Counts, made.Unfinished, made.Discarded));
        await late.DisposeAsync();

        static JournalEntry Entry(int line) => new(line, LineOutcome.Completed, Encoding.UTF8.GetBytes($$"""{"custom_id":"line-{{line}}"}"""));
    }

    private async Task CheckAsync(ulong seed, RandomStream random)
    {
        var lines = 1 + random.NextInt(25);
        var id = $"batch_{seed}";
        var run = await MakeAsync(id, lines, random);
        var writers = Enumerable.Range(0, 1 + random.NextInt(4)).Select(n => new Writer(_blobs, id, $"{random.NextInt(3):D13}-{n}")).ToList();
        await AppendAsync(writers, lines, random);
        foreach (var writer in writers.Where(_ => random.NextInt(3) == 0))
        {
            writer.Tear(_folder.Root, random);
        }

        await run.RefreshAsync(TimeSpan.Zero, default);
        await run.DecideAsync(isComplete => isComplete ? BatchStatus.Completed : BatchStatus.Cancelled, default);
        var decided = run.Marks.Finalizing!;
        var expected = Expected(writers);
        Assert.Equal(expected.Count == lines, decided.End == BatchStatus.Completed);
        var counts = run.Progress!.Counts;

        var first = await _files.WriteAsync(run, decided, default);
        var texts = await TextsAsync(first);
        await AppendAsync([.. writers.Where(w => !w.IsTorn)], lines, random);
        var second = await _files.WriteAsync(run, decided, default);
        Assert.Equal(first, second);
        Assert.Equal(texts, await TextsAsync(second));
        Assert.Equal(counts.Completed, first.Counts.Completed);
        Assert.Equal(lines, first.Counts.Completed + first.Counts.Failed);
        Assert.Equal(lines - expected.Count, first.Unfinished);
        CheckLines(texts, expected, lines);
        foreach (var writer in writers)
        {
            await writer.DisposeAsync();
        }
    }

    private static void CheckLines((string Output, string Errors) texts, Dictionary<int, (LineOutcome Outcome, string By)> expected, int lines)
    {
        var output = Lines(texts.Output).ToDictionary(l => l.GetProperty("custom_id").GetString()!);
        var errors = Lines(texts.Errors).ToDictionary(l => l.GetProperty("custom_id").GetString()!);
        for (var line = 1; line <= lines; line++)
        {
            var name = $"line-{line}";
            if (!expected.TryGetValue(line, out var result))
            {
                Assert.Equal("batch_cancelled", errors[name].GetProperty("error").GetProperty("code").GetString());
                continue;
            }

            var there = (result.Outcome == LineOutcome.Completed ? output : errors)[name];
            Assert.Equal(result.By, there.GetProperty("by").GetString());
        }

        Assert.Equal(lines, output.Count + errors.Count);
    }

    private static async Task AppendAsync(List<Writer> writers, int lines, RandomStream random)
    {
        for (var n = random.NextInt(lines * 2); n > 0 && writers.Count > 0; n--)
        {
            var group = Enumerable.Range(0, 1 + random.NextInt(3)).Select(_ => (1 + random.NextInt(lines), (LineOutcome)random.NextInt(2)));
            await writers[random.NextInt(writers.Count)].AppendAsync([.. group]);
        }
    }

    /// <summary>By the plainest reading of the rule: journals in the order of names, and of each line the first whole result.</summary>
    private static Dictionary<int, (LineOutcome Outcome, string By)> Expected(IEnumerable<Writer> writers)
    {
        var first = new Dictionary<int, (LineOutcome, string)>();
        foreach (var writer in writers.OrderBy(w => w.Name, StringComparer.Ordinal))
        {
            foreach (var (line, outcome, by) in writer.Whole)
            {
                first.TryAdd(line, (outcome, by));
            }
        }

        return first;
    }

    private async Task<BatchRun> MakeAsync(string id, int lines, RandomStream random)
    {
        var file = await _shelf.BeginAsync("file-" + id);
        await file.WriteAsync(Encoding.UTF8.GetBytes(string.Join(random.NextInt(2) == 0 ? "\n" : "\r\n", Enumerable.Range(1, lines).Select(n => BatchHost.Line($"line-{n}", "x")))));
        await _shelf.AddAsync(Tenant, file, "input.jsonl", "batch");
        var card = new StoredBatch
        {
            Tenant = Tenant,
            Batch = new BatchDocument
            {
                Id = id, Endpoint = "/v1/chat/completions", InputFileId = "file-" + id, CompletionWindow = "24h", Status = BatchStatus.Validating,
                CreatedAt = 1, ExpiresAt = 86401, RequestCounts = new BatchCounts(0, 0, 0),
            },
        };
        Assert.True(await _records.CreateAsync(card, default));
        await _records.PutAsync(id, new InProgressMark(2, "gateway", "model", "model", lines, lines), default);
        return new BatchRun(card, _records, new GatewayStart(_clock), _clock);
    }

    private async Task<(string Output, string Errors)> TextsAsync(BatchResults results) => (await TextAsync(results.OutputFileId), await TextAsync(results.ErrorFileId));

    private async Task<string> TextAsync(string? file)
    {
        if (file is null)
        {
            return "";
        }

        using var reader = new StreamReader(await _shelf.OpenAsync(file));
        return await reader.ReadToEndAsync();
    }

    private static IEnumerable<JsonElement> Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement);

    /// <summary>A gateway that appends to its own journal.</summary>
    private sealed class Writer(IBlobStore blobs, string batch, string name) : IAsyncDisposable
    {
        private readonly List<(int, LineOutcome, string)> _whole = [];
        private IBlobLog? _log;
        private int _entries;

        public string Name => name;

        public bool IsTorn { get; private set; }

        public IReadOnlyList<(int Line, LineOutcome Outcome, string By)> Whole => _whole;

        public async Task AppendAsync(IReadOnlyList<(int Line, LineOutcome Outcome)> group)
        {
            _log ??= await blobs.OpenLogAsync(BatchRecords.JournalKey(batch, name));
            var entries = new List<ReadOnlyMemory<byte>>();
            foreach (var (line, outcome) in group)
            {
                var by = $"{name}/{++_entries}";
                _whole.Add((line, outcome, by));
                entries.Add(new JournalEntry(line, outcome, Encoding.UTF8.GetBytes($$"""{"custom_id":"line-{{line}}","by":"{{by}}"}""")).ToBytes());
            }

            await _log.AppendAsync(entries);
        }

        /// <summary>Dies within an append: a part of its last line is not on disk.</summary>
        public void Tear(string root, RandomStream random)
        {
            var path = Path.Combine(root, "batches", batch, "journal", name);
            if (_whole.Count == 0)
            {
                return;
            }

            IsTorn = true;
            var bytes = File.ReadAllBytes(path);
            var begin = bytes.AsSpan(0, bytes.Length - 1).LastIndexOf((byte)'\n') + 1;
            File.WriteAllBytes(path, bytes[..(begin + random.NextInt(bytes.Length - begin))]);
            _whole.RemoveAt(_whole.Count - 1);
        }

        public ValueTask DisposeAsync() => _log?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
