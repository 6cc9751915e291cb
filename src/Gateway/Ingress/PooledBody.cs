using System.Buffers;

namespace SageServe.Gateway;

/// <summary>A request body in one rented buffer; read again from its start by every attempt. Disposing gives the buffer back.</summary>
internal sealed class PooledBody : IDisposable
{
    /// <summary>Room for what is inserted, so that an edit seldom needs a second buffer.</summary>
    public const int Slack = 256;

    private byte[] _buffer;
    private int _length;

    public PooledBody(byte[] rented, int length)
    {
        _buffer = rented;
        _length = length;
    }

    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, _length);

    /// <summary>Replaces <paramref name="remove"/> bytes at <paramref name="offset"/>; everything else stays byte for byte.</summary>
    public void Replace(int offset, int remove, ReadOnlySpan<byte> insert)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + remove, _length);
        var tail = _length - offset - remove;
        var length = _length - remove + insert.Length;
        if (length > _buffer.Length)
        {
            Grow(length);
        }

        Buffer.BlockCopy(_buffer, offset + remove, _buffer, offset + insert.Length, tail);
        insert.CopyTo(_buffer.AsSpan(offset));
        _length = length;
    }

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        _length = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Grow(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(length + Slack);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
