using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// One batch: its card on disk, and while it is not ended its progress, its journal and what stops its running lines. States
/// change one at a time, on disk first.
/// </summary>
internal sealed class BatchRun : IDisposable
{
    private const string Card = "batch.json";
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly string _folder;
    private readonly SteadyClock _clock;
    private volatile StoredBatch _stored;
    private ResultJournal? _journal;

    public BatchRun(StoredBatch stored, string folder, SteadyClock clock)
    {
        _stored = stored;
        _folder = folder;
        _clock = clock;
        Stopping = _stopping.Token;
    }

    public StoredBatch Stored => _stored;

    public string Id => _stored.Batch.Id;

    public BatchStatus Status => _stored.Batch.Status;

    public Instant ExpiresAt => Instant.FromUnixSeconds(_stored.Batch.ExpiresAt);

    /// <summary>Null before validation and after the end.</summary>
    public BatchProgress? Progress { get; private set; }

    /// <summary>Cancelled when lines that run shall be taken back: cancel and expiry.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>False while some lines may not be in the queue yet.</summary>
    public bool IsQueued { get; set; }

    /// <summary>When queueing may be tried again after the queue had no room.</summary>
    public Instant QueueAgainAt { get; set; } = Instant.Min;

    /// <summary>One step of its keeper at a time.</summary>
    public SemaphoreSlim Stepping { get; } = new(1, 1);

    public string JournalPath => Path.Combine(_folder, "journal.txt");

    /// <summary>What a client sees now, counts included.</summary>
    public BatchDocument View()
    {
        var batch = _stored.Batch;
        return Progress is { } progress && !batch.Status.IsFinal() ? batch with { RequestCounts = progress.Counts } : batch;
    }

    public static StoredBatch? Load(string folder)
    {
        var card = Path.Combine(folder, Card);
        return File.Exists(card) ? JsonSerializer.Deserialize(File.ReadAllBytes(card), BatchJson.Default.StoredBatch) : null;
    }

    /// <summary>Writes the first card: from then on the batch exists.</summary>
    public Task CreateAsync()
    {
        Directory.CreateDirectory(_folder);
        return SaveAsync(_stored);
    }

    /// <summary>Goes to the next state, if that may follow, with the change given.</summary>
    /// <returns>False when it may not follow: somebody else was first.</returns>
    public async Task<bool> MoveAsync(BatchStatus next, Func<StoredBatch, StoredBatch>? change = null)
    {
        await _changing.WaitAsync();
        try
        {
            var now = _stored;
            if (!next.MayFollow(now.Batch.Status))
            {
                return false;
            }

            var moved = now with { Batch = BatchStatusRules.Stamp(now.Batch, next, (long)_clock.Now.ToUnixSeconds()) };
            moved = change is null ? moved : change(moved);
            await SaveAsync(moved);
            _stored = moved;
            return true;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Reads the journal, so that results can be added.</summary>
    public async Task OpenAsync()
    {
        if (_journal is null)
        {
            var progress = new BatchProgress(_stored.LastLine, _stored.Batch.RequestCounts.Total);
            _journal = await ResultJournal.OpenAsync(JournalPath, entry => progress.MarkDone(entry.Line, entry.Outcome));
            Progress = progress;
        }
    }

    /// <summary>Makes a result durable, then counts it. The caller holds the line (<see cref="BatchProgress.TryBegin"/>) or the batch is closed and idle.</summary>
    public async Task RecordAsync(JournalEntry entry)
    {
        await _journal!.AppendAsync(entry);
        Progress!.MarkDone(entry.Line, entry.Outcome);
    }

    /// <summary>No line begins from now on, and those that run are taken back.</summary>
    public Task StopAsync()
    {
        Progress?.Close();
        return _stopping.CancelAsync();
    }

    /// <summary>Lets go of what only a running batch needs.</summary>
    public void Dispose()
    {
        _journal?.Dispose();
        _journal = null;
        Progress = null;
    }

    private Task SaveAsync(StoredBatch stored) =>
        AtomicFile.WriteAsync(Path.Combine(_folder, Card), JsonSerializer.SerializeToUtf8Bytes(stored, BatchJson.Default.StoredBatch));
}
