namespace SageServe.Gateway;

/// <summary>
/// The results that this gateway adds to one batch: an append returns when its entry is durable, and appends that come meanwhile share the next
/// group. A journal whose append failed is never written again: what of the group is there nobody knows, and the next group begins another one.
/// </summary>
internal sealed class ResultJournal(IBlobStore blobs, TimeProvider time, Func<int, string> nameOf, Func<string, string> keyOf) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private List<ReadOnlyMemory<byte>> _pending = [];
    private TaskCompletionSource<string> _pendingDone = NewSource();
    private IBlobLog? _log;
    private string _name = "";
    private int _begun;
    private long _begunAt;
    private bool _writing;
    private bool _disposed;

    /// <returns>Name of the journal that has it.</returns>
    /// <exception cref="IOException">It is not durable; it may be read later none the less.</exception>
    public Task<string> AppendAsync(JournalEntry entry)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _pending.Add(entry.ToBytes());
            var done = _pendingDone.Task;
            if (!_writing)
            {
                // On its own: it goes on for those who come meanwhile, and nobody waits longer than for the own group.
                _writing = true;
                _ = Task.Run(WriteGroupsAsync);
            }

            return done;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task last;
        lock (_gate)
        {
            _disposed = true;
            last = _writing ? _pendingDone.Task : Task.CompletedTask;
        }

        // A group that is being written ends first; nothing is added to it any more.
        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_log is { } log)
        {
            await log.DisposeAsync();
        }
    }

    private async Task WriteGroupsAsync()
    {
        while (true)
        {
            await GatherAsync();
            List<ReadOnlyMemory<byte>> group;
            TaskCompletionSource<string> done;
            lock (_gate)
            {
                if (_pending.Count == 0)
                {
                    _writing = false;
                    _pendingDone.TrySetResult("");
                    _pendingDone = NewSource();
                    return;
                }

                (group, done) = (_pending, _pendingDone);
                (_pending, _pendingDone) = ([], NewSource());
            }

            await WriteGroupAsync(group, done);
        }
    }

    // Where each group costs a request, those that end a little later come along. The first one after a silence does not wait.
    private async Task GatherAsync()
    {
        if (blobs.LogPace > TimeSpan.Zero)
        {
            var left = blobs.LogPace - time.GetElapsedTime(_begunAt);
            if (_begun > 0 && left > TimeSpan.Zero)
            {
                await Task.Delay(left, time);
            }

            _begunAt = time.GetTimestamp();
        }
    }

    private async Task WriteGroupAsync(List<ReadOnlyMemory<byte>> group, TaskCompletionSource<string> done)
    {
        try
        {
            if (_log is null)
            {
                _name = nameOf(++_begun);
                _log = await blobs.OpenLogAsync(keyOf(_name));
            }

            await _log.AppendAsync(group);
            done.SetResult(_name);
        }
        catch (Exception e)
        {
            // Whatever it is: those who wait must hear of it.
            done.SetException(e as IOException ?? new IOException("The journal cannot be written.", e));
            await AbandonAsync();
        }
    }

    private async Task AbandonAsync()
    {
        if (_log is { } log)
        {
            _log = null;
            try
            {
                await log.DisposeAsync();
            }
            catch (IOException)
            {
                // It failed already.
            }
        }
    }

    private static TaskCompletionSource<string> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
