using System.Buffers;

namespace SageServe.Gateway;

/// <summary>A log as one file of its writer; a group is one write and one flush.</summary>
internal sealed class FolderLog(string key, FileStream file) : IBlobLog
{
    /// <summary>Longer lines are not appended; a result holds one answer of an engine.</summary>
    public const int MaxLineBytes = 256 * 1024 * 1024;

    private long _good;

    public async Task AppendAsync(IReadOnlyList<ReadOnlyMemory<byte>> lines, CancellationToken cancellation = default)
    {
        var length = checked(lines.Sum(l => l.Length) + lines.Count);
        var group = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Join(lines, group);
            await Task.Run(() => Write(group.AsSpan(0, length)), CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FolderErrors.Of(key, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(group);
        }
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();

    private static void Join(IReadOnlyList<ReadOnlyMemory<byte>> lines, byte[] group)
    {
        var at = 0;
        foreach (var line in lines)
        {
            if (line.Length > MaxLineBytes || line.Span.ContainsAny((byte)'\n', (byte)0))
            {
                throw new ArgumentException("A line of a log is text of at most 256 MiB without line feeds and zeros.", nameof(lines));
            }

            line.Span.CopyTo(group.AsSpan(at));
            at += line.Length;
            group[at++] = (byte)'\n';
        }
    }

    private void Write(ReadOnlySpan<byte> group)
    {
        if (file.Length != _good)
        {
            // The group before failed half-way; what it left must not join this one.
            file.SetLength(_good);
        }

        RandomAccess.Write(file.SafeFileHandle, group, _good);
        RandomAccess.FlushToDisk(file.SafeFileHandle);
        _good += group.Length;
    }
}
