using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// One batch as this gateway knows it: its card, the marks and journals read so far, and what stops its lines here. Whatever changes it is
/// written first, once and for all gateways; what others wrote is read when somebody asks.
/// </summary>
internal sealed class BatchRun(StoredBatch stored, BatchRecords records, GatewayStart gateway, SteadyClock clock) : IAsyncDisposable
{
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();

    // A card of the program before this one has its end in itself.
    private volatile BatchMarks _marks = stored.Batch.Status.IsFinal() ? BatchMarks.None with { End = new EndMark("", stored.Batch) } : BatchMarks.None;
    private volatile BatchProgress? _progress;
    private BatchJournals? _journals;
    private Instant _readAt = Instant.Min;

    public StoredBatch Stored => stored;

    public string Id => stored.Batch.Id;

    public BatchMarks Marks => _marks;

    public BatchStatus Status => _marks.Status;

    public Instant ExpiresAt => Instant.FromUnixSeconds(stored.Batch.ExpiresAt);

    /// <summary>Null before its file was checked and after the end.</summary>
    public BatchProgress? Progress => _progress;

    /// <summary>Cancelled when lines that run here shall be taken back: cancel, expiry, an end.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Lines without a result, as far as known; 0 before its file was checked.</summary>
    public int LinesToRun => _progress?.Left ?? 0;

    /// <summary>How often in a row the audit found too few of its lines in the queue and could add none.</summary>
    public int Misses { get; set; }

    /// <summary>True when this gateway, which checked it, has put all lines into the queue.</summary>
    public bool IsQueued { get; set; }

    /// <summary>When queueing may be tried again after the queue had no room.</summary>
    public Instant QueueAgainAt { get; set; } = Instant.Min;

    /// <summary>One step of its keeper at a time.</summary>
    public SemaphoreSlim Stepping { get; } = new(1, 1);

    /// <summary>What a client sees now, counts included.</summary>
    public BatchDocument View()
    {
        var marks = _marks;
        if (marks.End is { } end)
        {
            return end.Batch;
        }

        var batch = marks.Stamp(stored.Batch);
        return _progress is { } progress ? batch with { RequestCounts = progress.Counts } : batch;
    }

    /// <summary>Reads what others wrote, unless that was done less than <paramref name="atMost"/> ago.</summary>
    public async Task RefreshAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        if (_marks.End is not null || clock.Now - _readAt < atMost)
        {
            return;
        }

        await _reading.WaitAsync(cancellation);
        try
        {
            if (_marks.End is null && (_readAt == Instant.Min || clock.Now - _readAt >= atMost))
            {
                await ReadAsync(cancellation);
                _readAt = clock.Now;
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Counts all that journals have by now, also those that were silent for long.</summary>
    public async Task ReadAllAsync(CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            if (_journals is { } journals)
            {
                await journals.ReadOnAsync(whole: true, cancellation);
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Writes how it ends, by what the journals have now, unless that is decided already or its check found it wrong.</summary>
    /// <param name="end">Given whether every line has a result: how it ends, or null to let it go on.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task DecideAsync(Func<bool, BatchStatus?> end, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            if (_marks.IsUnchecked)
            {
                // A check that ends at the same moment is first, or never was.
                await records.PutAsync(Id, InProgressMark.WithoutLines((long)clock.Now.ToUnixSeconds(), gateway.Name), cancellation);
                await ReadAsync(cancellation);
            }

            var journals = _journals;
            if (_marks is not { End: null, Finalizing: null, NoLines: null or { Errors: null }, IsUnchecked: false })
            {
                return;
            }

            var cut = journals is null ? [] : await journals.CutAsync(cancellation);
            if (end(_progress is { IsComplete: true }) is { } status)
            {
                await records.PutAsync(Id, new FinalizingMark((long)clock.Now.ToUnixSeconds(), gateway.Name, status, journals is not null, cut), cancellation);
                await ReadAsync(cancellation);
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Makes a result durable, then counts it. The caller holds the line (<see cref="BatchProgress.TryBegin"/>).</summary>
    public async Task<LineRecord> RecordAsync(JournalEntry entry)
    {
        if (_marks is { Finalizing: not null } or { End: not null } || _journals is not { } journals)
        {
            return LineRecord.Unwanted;
        }

        try
        {
            return await journals.AppendAsync(entry) ? LineRecord.Counted : LineRecord.Second;
        }
        catch (ObjectDisposedException)
        {
            return LineRecord.Unwanted;
        }
    }

    /// <summary>Results that this gateway wrote too late to count; asked once, at the end.</summary>
    public async Task<int> CountLateAsync(CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            return _journals is { } journals && _marks.Finalizing is { } decided ? await journals.CountLateAsync(decided.Journals, cancellation) : 0;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>No line begins here from now on, and those that run are taken back.</summary>
    public Task StopAsync()
    {
        _progress?.Close();
        return _stopping.CancelAsync();
    }

    /// <summary>Lets go of what only an open batch needs.</summary>
    public async ValueTask DisposeAsync()
    {
        _progress = null;
        if (Interlocked.Exchange(ref _journals, null) is { } journals)
        {
            await journals.DisposeAsync();
        }
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        var marks = await records.ReadMarksAsync(Id, _marks, cancellation);
        if (marks is { InProgress: { } begun, End: null } && _journals is null)
        {
            var progress = new BatchProgress(begun.LastLine, begun.Total);
            _journals = new BatchJournals(records, Id, gateway.Name, progress, clock);
            await _journals.ReadOnAsync(whole: true, cancellation);
            _progress = progress;
        }
        else if (marks.End is null && _journals is { } journals)
        {
            await journals.ReadOnAsync(whole: false, cancellation);
        }

        _marks = marks;
        if (marks is { Cancelling: not null } or { Finalizing: not null } or { End: not null })
        {
            await StopAsync();
        }
    }
}
