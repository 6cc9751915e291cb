namespace SageServe.Gateway;

/// <summary>A part of a file, as a stream. Its failures are the store's.</summary>
internal sealed class FolderSlice(string key, FileStream file, long offset, long length) : ForwardStream
{
    private long _read;

    public override long Length { get; } = Math.Clamp(file.Length - offset, 0, length);

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer) => Took(RandomAccess.Read(file.SafeFileHandle, Cut(buffer), offset + _read));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var room = buffer[..(int)Math.Min(buffer.Length, Length - _read)];
            return Took(await RandomAccess.ReadAsync(file.SafeFileHandle, room, offset + _read, cancellationToken));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FolderErrors.Of(key, e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private Span<byte> Cut(Span<byte> buffer) => buffer[..(int)Math.Min(buffer.Length, Length - _read)];

    private int Took(int count)
    {
        _read += count;
        return count;
    }
}
