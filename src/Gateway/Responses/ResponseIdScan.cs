using System.Buffers;
using System.Text;

namespace SageServe.Gateway;

/// <summary>
/// Finds the id of a response at the head of its answer, in JSON or in the first event. Inside a JSON string quotes are escaped, so that no
/// text can look like the member.
/// </summary>
internal sealed class ResponseIdScan(KnownResponses known, Exchange exchange)
{
    /// <summary>Engines write the id first; what has none this far in has none for us.</summary>
    private const int MaxHead = 4096;
    private const int MaxId = 200;

    private ArrayBufferWriter<byte>? _head;
    private bool _over;

    public void Take(ReadOnlySpan<byte> bytes)
    {
        if (_over)
        {
            return;
        }

        if (_head is null && Find(bytes) is { } atOnce)
        {
            End(atOnce);
            return;
        }

        _head ??= new ArrayBufferWriter<byte>(256);
        _head.Write(bytes[..Math.Min(bytes.Length, MaxHead - _head.WrittenCount)]);
        var id = Find(_head.WrittenSpan);
        if (id is not null || _head.WrittenCount == MaxHead)
        {
            End(id);
        }
    }

    private void End(string? id)
    {
        (_over, _head) = (true, null);
        if (id is not null)
        {
            known.Remember(id, exchange);
        }
    }

    private static string? Find(ReadOnlySpan<byte> text)
    {
        while (text.IndexOf("\"id\""u8) is >= 0 and var at)
        {
            text = text[(at + 4)..];
            var value = text.TrimStart(" \t\r\n:"u8);
            if (!value.StartsWith("\"resp_"u8))
            {
                continue;
            }

            var end = value[1..].IndexOf((byte)'"');
            return end is > 0 and <= MaxId ? Encoding.UTF8.GetString(value.Slice(1, end)) : null;
        }

        return null;
    }
}
