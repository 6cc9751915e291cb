namespace SageServe.Gateway;

/// <summary>A blob being written aside in a folder.</summary>
internal sealed class FolderDraft(string key, string path, Action<string> publish) : IBlobDraft
{
    private readonly FileStream _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 64 * 1024);
    private bool _isCommitted;

    public long Length { get; private set; }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        try
        {
            await _file.WriteAsync(bytes, cancellation);
            Length += bytes.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FolderErrors.Of(key, e);
        }
    }

    public async Task CommitAsync(CancellationToken cancellation = default)
    {
        try
        {
            await Task.Run(Commit, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FolderErrors.Of(key, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _file.DisposeAsync();
        }
        catch (IOException)
        {
            // A full disk refuses the rest of the buffer too; the draft goes anyway.
        }

        if (!_isCommitted)
        {
            File.Delete(path);
        }
    }

    private void Commit()
    {
        _file.Flush(flushToDisk: true);
        publish(path);
        _isCommitted = true;
    }
}
