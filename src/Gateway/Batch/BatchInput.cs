namespace SageServe.Gateway;

/// <summary>
/// Reads single lines out of input files, by the place that the queue keeps of them. Lines are mostly wanted in the order of their file, so
/// what stands behind one is read with it and kept for a while.
/// </summary>
internal sealed class BatchInput(FileShelf files) : IDisposable
{
    private const int Window = 256 * 1024;
    private const int MaxWindows = 64;
    private const int Turns = 16;
    private readonly Lock _gate = new();

    // Many lines of one file are wanted at once: the first fetches, the others find it done.
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, Turns).Select(_ => new SemaphoreSlim(1, 1))];
    private readonly LinkedList<(string File, long Offset, byte[] Bytes)> _windows = new();

    /// <exception cref="FileNotFoundException">The file is gone.</exception>
    /// <exception cref="EndOfStreamException">It is shorter than it was.</exception>
    public async ValueTask<byte[]> ReadAsync(string fileId, DeferredItem item, CancellationToken cancellation)
    {
        if (Take(fileId, item) is { } known)
        {
            return known;
        }

        var turn = _turns[(uint)fileId.GetHashCode(StringComparison.Ordinal) % Turns];
        await turn.WaitAsync(cancellation);
        try
        {
            return Take(fileId, item) ?? await FetchLineAsync(fileId, item, cancellation);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Close(string fileId)
    {
        lock (_gate)
        {
            Drop(fileId);
        }
    }

    public void Dispose() => Array.ForEach(_turns, t => t.Dispose());

    private async Task<byte[]> FetchLineAsync(string fileId, DeferredItem item, CancellationToken cancellation)
    {
        var bytes = await FetchAsync(fileId, item, cancellation);
        if (bytes.Length < item.Length)
        {
            throw new EndOfStreamException($"File {fileId} ends before line {item.Line} does.");
        }

        Keep(fileId, item.Offset, bytes);
        return bytes[..item.Length];
    }

    private async Task<byte[]> FetchAsync(string fileId, DeferredItem item, CancellationToken cancellation)
    {
        var wanted = Math.Max(item.Length, Window);
        await using var content = await files.OpenAsync(fileId, item.Offset, wanted, cancellation);
        var buffer = new byte[wanted];
        var read = await content.ReadAtLeastAsync(buffer, wanted, throwOnEndOfStream: false, cancellation);
        return read == wanted ? buffer : buffer[..read];
    }

    private byte[]? Take(string fileId, DeferredItem item)
    {
        lock (_gate)
        {
            for (var node = _windows.First; node is not null; node = node.Next)
            {
                var (file, offset, bytes) = node.Value;
                if (file == fileId && item.Offset >= offset && item.Offset + item.Length <= offset + bytes.Length)
                {
                    _windows.Remove(node);
                    _windows.AddFirst(node);
                    var at = (int)(item.Offset - offset);
                    return bytes[at..(at + item.Length)];
                }
            }

            return null;
        }
    }

    // One window a file, and none of a line so long that it fills one by itself.
    private void Keep(string fileId, long offset, byte[] bytes)
    {
        if (bytes.Length > Window)
        {
            return;
        }

        lock (_gate)
        {
            Drop(fileId);
            _windows.AddFirst((fileId, offset, bytes));
            while (_windows.Count > MaxWindows)
            {
                _windows.RemoveLast();
            }
        }
    }

    private void Drop(string fileId)
    {
        for (var node = _windows.First; node is not null; node = node.Next)
        {
            if (node.Value.File == fileId)
            {
                _windows.Remove(node);
                return;
            }
        }
    }
}
