namespace SageServe.Gateway;

/// <summary>
/// The append-only results of one batch: the truth about what is done (DESIGN 5.6). An append returns when its bytes are on disk;
/// appends that come meanwhile share the next flush.
/// </summary>
internal sealed class ResultJournal : IDisposable
{
    // A result holds one answer of an engine; longer ones do not get this far.
    public const int MaxEntryBytes = 256 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private List<byte[]> _pending = [];
    private TaskCompletionSource _pendingDone = NewSource();
    private bool _writing;
    private long _good;

    private ResultJournal(FileStream file, long good) => (_file, _good) = (file, good);

    /// <summary>Opens or creates it, tells every entry, and cuts off a torn end.</summary>
    public static async Task<ResultJournal> OpenAsync(string path, Action<JournalEntry> found)
    {
        var good = 0L;
        await foreach (var (end, entry) in ReadAsync(path))
        {
            good = end;
            found(entry);
        }

        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.SetLength(good);
        file.Seek(good, SeekOrigin.Begin);
        return new ResultJournal(file, good);
    }

    /// <summary>All whole entries, each with the position of its end.</summary>
    public static async IAsyncEnumerable<(long End, JournalEntry Entry)> ReadAsync(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        await foreach (var line in LineReader.ReadAsync(path, MaxEntryBytes))
        {
            if (!line.IsEnded || !JournalEntry.TryParse(line.Bytes, out var entry))
            {
                yield break;
            }

            yield return (line.Offset + line.Bytes.Length + 1, entry);
        }
    }

    /// <exception cref="IOException">It is not on disk; nothing of it is left behind.</exception>
    public async Task AppendAsync(JournalEntry entry)
    {
        Task done;
        bool writes;
        lock (_gate)
        {
            _pending.Add(entry.ToBytes());
            done = _pendingDone.Task;
            writes = !_writing;
            _writing = true;
        }

        if (writes)
        {
            // On its own: it goes on for those who come meanwhile, and nobody waits longer than for the own flush.
            _ = Task.Run(WriteGroups);
        }

        await done;
    }

    public void Dispose() => _file.Dispose();

    private void WriteGroups()
    {
        while (true)
        {
            List<byte[]> group;
            TaskCompletionSource done;
            lock (_gate)
            {
                if (_pending.Count == 0)
                {
                    _writing = false;
                    return;
                }

                (group, done) = (_pending, _pendingDone);
                (_pending, _pendingDone) = ([], NewSource());
            }

            WriteGroup(group, done);
        }
    }

    private void WriteGroup(List<byte[]> group, TaskCompletionSource done)
    {
        try
        {
            if (_file.Position != _good)
            {
                // The group before failed half-way; what it left must not join the next entry.
                _file.SetLength(_good);
                _file.Seek(_good, SeekOrigin.Begin);
            }

            foreach (var bytes in group)
            {
                _file.Write(bytes);
            }

            _file.Flush(flushToDisk: true);
            _good = _file.Position;
            done.SetResult();
        }
        catch (Exception e)
        {
            // Whatever it is: those who wait must hear of it.
            done.SetException(e as IOException ?? new IOException("The journal cannot be written.", e));
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
