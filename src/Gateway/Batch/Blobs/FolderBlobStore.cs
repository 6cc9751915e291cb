using System.Runtime.CompilerServices;

namespace SageServe.Gateway;

/// <summary>
/// The blob store in a folder, local or shared by gateways (a file system with hard links and fsync). A blob is written aside, flushed, then
/// linked or renamed to its place, and the folder that names it flushed: after a power cut it is there whole or not at all.
/// </summary>
internal sealed class FolderBlobStore(string root, TimeProvider time) : IBlobStore
{
    // Another gateway may remove a folder that has become empty between its making and its use.
    private const int Tries = 5;
    private readonly FolderPlaces _places = new(root, time);

    public TimeSpan LogPace => TimeSpan.Zero;

    public Task<bool> PutNewAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) =>
        DoAsync(key, () => PutNew(_places.Of(key), content.Span));

    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) => DoAsync(key, () =>
    {
        var draft = WriteDraft(content.Span);
        try
        {
            Publish(draft, _places.Of(key));
        }
        finally
        {
            File.Delete(draft);
        }

        return true;
    });

    public async Task<IBlobDraft> CreateAsync(string key, CancellationToken cancellation = default)
    {
        var path = _places.Of(key);
        return await DoAsync(key, () => new FolderDraft(key, _places.NewDraft(), draft => Publish(draft, path)));
    }

    public async Task<byte[]?> ReadAsync(string key, int maxBytes, CancellationToken cancellation = default)
    {
        await using var blob = await OpenReadAsync(key, 0, (long)maxBytes + 1, cancellation);
        if (blob is null)
        {
            return null;
        }

        return blob.Length <= maxBytes
            ? await DoAsync(key, () => ReadAll(blob))
            : throw new InvalidDataException($"'{key}' has more than {maxBytes} bytes.");
    }

    public Task<Stream?> OpenReadAsync(string key, long offset = 0, long length = long.MaxValue, CancellationToken cancellation = default) =>
        DoAsync(key, () => IfThere<Stream>(() => new FolderSlice(key, OpenFile(_places.Of(key)), offset, length)));

    public Task<BlobInfo?> HeadAsync(string key, CancellationToken cancellation = default) => DoAsync(key, () =>
    {
        var file = new FileInfo(_places.Of(key));
        return (file.Exists ? FolderListing.InfoOf(key, file) : null) ?? Missing<BlobInfo?>();
    });

    public async IAsyncEnumerable<BlobInfo> ListAsync(string prefix, string? after = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (var blob in await DoAsync(prefix, () => Listed(FolderListing.Blobs(_places.OfPrefix(prefix), prefix, after).ToList())))
        {
            yield return blob;
        }
    }

    public async IAsyncEnumerable<string> ListNamesAsync(string prefix, string? after = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (var name in await DoAsync(prefix, () => Listed(FolderListing.Names(_places.OfPrefix(prefix), after))))
        {
            yield return name;
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancellation = default) => DoAsync(key, () => IfThere<string>(() =>
    {
        var path = _places.Of(key);
        File.Delete(path);
        FolderSystem.Flush(Path.GetDirectoryName(path)!);
        return path;
    }));

    public Task DeletePrefixAsync(string prefix, CancellationToken cancellation = default) => DoAsync(prefix, () => IfThere<string>(() =>
    {
        var folder = _places.OfPrefix(prefix);
        Directory.Delete(folder, recursive: true);
        FolderSystem.Flush(Path.GetDirectoryName(folder)!);
        return folder;
    }));

    public async Task<IBlobLog> OpenLogAsync(string key, CancellationToken cancellation = default)
    {
        var path = _places.Of(key);
        return await DoAsync(key, () => new FolderLog(key, InFolder(path, () => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0))));
    }

    public async IAsyncEnumerable<LogLine> ReadLogAsync(string key, long from = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var file = await OpenReadAsync(key, from, long.MaxValue, cancellation);
        if (file is null)
        {
            yield break;
        }

        await foreach (var line in LineReader.ReadAsync(file, FolderLog.MaxLineBytes, cancellation))
        {
            // A crash may leave a line without its end, or a hole of zeros where bytes had not reached the disk; all that is durable lies before it.
            if (!line.IsEnded || line.IsTooLong || line.Bytes.Span.Contains((byte)0))
            {
                yield break;
            }

            yield return new LogLine(line.Bytes, from + line.Next);
        }
    }

    private bool PutNew(string path, ReadOnlySpan<byte> content)
    {
        if (File.Exists(path))
        {
            // Who wrote it may not have come to this yet.
            FolderSystem.Flush(Path.GetDirectoryName(path)!);
            return false;
        }

        var draft = WriteDraft(content);
        try
        {
            return InFolder(path, () => FolderSystem.TryName(draft, path));
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private void Publish(string draft, string path) => InFolder(path, () =>
    {
        File.Move(draft, path, overwrite: true);
        return true;
    });

    // Does what names a file in its folder, and makes the name durable.
    private T InFolder<T>(string path, Func<T> naming)
    {
        for (var left = Tries - 1; ; left--)
        {
            _places.Prepare(path);
            try
            {
                var named = naming();
                FolderSystem.Flush(Path.GetDirectoryName(path)!);
                return named;
            }
            catch (DirectoryNotFoundException) when (left > 0)
            {
                // The loop makes the folder anew.
            }
        }
    }

    private string WriteDraft(ReadOnlySpan<byte> content)
    {
        var path = _places.NewDraft();
        try
        {
            using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.Write(file, content, 0);
            RandomAccess.FlushToDisk(file);
            return path;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static FileStream OpenFile(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    private static byte[] ReadAll(Stream blob)
    {
        var bytes = new byte[blob.Length];
        blob.ReadExactly(bytes);
        return bytes;
    }

    private List<T> Listed<T>(List<T> found) => found.Count > 0 ? found : Missing<List<T>>() ?? found;

    private T? IfThere<T>(Func<T> find)
        where T : class
    {
        try
        {
            return find();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Missing<T>();
        }
    }

    private T? Missing<T>() => _places.IsThere ? default : throw new DirectoryNotFoundException($"The store's folder '{_places.Root}' is not there.");

    private static async Task<T> DoAsync<T>(string key, Func<T> work)
    {
        try
        {
            return await Task.Run(work);
        }
        catch (Exception e) when (e is (IOException or UnauthorizedAccessException) and not BlobStoreException and not InvalidDataException)
        {
            throw FolderErrors.Of(key, e);
        }
    }
}
