using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace SageServe.Gateway;

/// <summary>Reads single lines out of input files, by the place that the queue keeps of them.</summary>
internal sealed class BatchInput(FileShelf files) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<SafeFileHandle>> _open = new(StringComparer.Ordinal);

    /// <exception cref="IOException">The file is gone or shorter than it was.</exception>
    public async ValueTask<byte[]> ReadAsync(string fileId, DeferredItem item, CancellationToken cancellation)
    {
        var handle = _open.GetOrAdd(fileId, id => new Lazy<SafeFileHandle>(() => File.OpenHandle(files.PathOf(id), share: FileShare.ReadWrite | FileShare.Delete))).Value;
        var bytes = new byte[item.Length];
        var filled = 0;
        while (filled < bytes.Length)
        {
            var read = await RandomAccess.ReadAsync(handle, bytes.AsMemory(filled), item.Offset + filled, cancellation);
            filled += read > 0 ? read : throw new EndOfStreamException($"File {fileId} ends before line {item.Line} does.");
        }

        return bytes;
    }

    public void Close(string fileId)
    {
        if (_open.TryRemove(fileId, out var handle) && handle.IsValueCreated)
        {
            handle.Value.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var id in _open.Keys)
        {
            Close(id);
        }
    }
}
