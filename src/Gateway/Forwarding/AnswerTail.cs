using System.Buffers;

namespace SageServe.Gateway;

/// <summary>Keeps the end of an answer that does not stream, in a rented buffer: engines write <c>usage</c> last.</summary>
internal sealed class AnswerTail
{
    private const int Size = 1024;

    private byte[] _bytes = [];
    private int _length;

    public int? CompletionTokens => UsageText.CompletionTokens(_bytes.AsSpan(0, _length));

    public int? PromptTokens => UsageText.PromptTokens(_bytes.AsSpan(0, _length));

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _bytes = _bytes.Length == 0 ? ArrayPool<byte>.Shared.Rent(Size) : _bytes;
        if (bytes.Length >= Size)
        {
            bytes[^Size..].CopyTo(_bytes);
            _length = Size;
            return;
        }

        var keep = Math.Min(_length, Size - bytes.Length);
        _bytes.AsSpan(_length - keep, keep).CopyTo(_bytes);
        bytes.CopyTo(_bytes.AsSpan(keep));
        _length = keep + bytes.Length;
    }

    /// <summary>Gives the buffer back. An answer that broke off leaves its own to the collector.</summary>
    public void Release()
    {
        var bytes = _bytes;
        (_bytes, _length) = ([], 0);
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
