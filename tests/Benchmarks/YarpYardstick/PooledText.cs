using System.Buffers;
using System.Text.Json;

namespace SageServe.YarpYardstick;

/// <summary>A request body, read once into a rented buffer; a new stream over it for every attempt.</summary>
internal sealed class PooledText : IDisposable
{
    private byte[] _buffer;
    private int _length;

    private PooledText(int size) => _buffer = ArrayPool<byte>.Shared.Rent(size);

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, _length);

    public static async ValueTask<PooledText> ReadAsync(HttpContext http)
    {
        var text = new PooledText((int)(http.Request.ContentLength ?? 4096) + 1);
        int read;
        while ((read = await http.Request.Body.ReadAsync(text._buffer.AsMemory(text._length), http.RequestAborted)) > 0)
        {
            text._length += read;
            if (text._length == text._buffer.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(text._length * 2);
                text.Span.CopyTo(larger);
                ArrayPool<byte>.Shared.Return(text._buffer);
                text._buffer = larger;
            }
        }

        return text;
    }

    public Stream Open() => new MemoryStream(_buffer, 0, _length, writable: false);

    /// <summary>The value of the root's <c>model</c>; null when there is none.</summary>
    public string? Model()
    {
        var reader = new Utf8JsonReader(Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("model"u8);
            reader.Read();
            if (found)
            {
                return reader.GetString();
            }

            reader.Skip();
        }

        return null;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }
}
