using System.Buffers;
using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>Makes answers say which service tier was used: <c>service_tier</c> at the root, or in the <c>response</c> of a Responses event.</summary>
/// <param name="used">The tier, in OpenAI's words.</param>
/// <param name="isNested">Events hold a <c>response</c>; those without one say nothing of tiers.</param>
internal sealed class TierEcho(string used, bool isNested)
{
    private readonly byte[] _value = [(byte)'"', .. System.Text.Encoding.UTF8.GetBytes(used), (byte)'"'];

    /// <summary>One event of a stream, its blank line included.</summary>
    public void WriteEvent(ReadOnlySpan<byte> one, IBufferWriter<byte> output)
    {
        var at = one.IndexOf("data:"u8);
        var start = at < 0 ? -1 : one[at..].IndexOf((byte)'{');
        if (start < 0)
        {
            output.Write(one);
            return;
        }

        start += at;
        var length = one[start..].IndexOfAny((byte)'\n', (byte)'\r');
        output.Write(one[..start]);
        Write(one.Slice(start, length < 0 ? one.Length - start : length), output, isNested);
        output.Write(length < 0 ? default : one[(start + length)..]);
    }

    /// <summary>A whole answer. What is no JSON object stays as it is.</summary>
    public void WriteWhole(ReadOnlySpan<byte> json, IBufferWriter<byte> output) => Write(json, output, nested: false);

    private void Write(ReadOnlySpan<byte> json, IBufferWriter<byte> output, bool nested)
    {
        if (!TryFind(json, nested, out var at, out var length))
        {
            output.Write(json);
            return;
        }

        output.Write(json[..at]);
        if (length == 0)
        {
            output.Write("\"service_tier\":"u8);
        }

        output.Write(_value);
        if (length == 0 && json[at..].TrimStart(" \t\r\n"u8) is not [(byte)'}', ..])
        {
            output.Write(","u8);
        }

        output.Write(json[(at + length)..]);
    }

    // Where the value stands, or, with length 0, where the member may be put in.
    private static bool TryFind(ReadOnlySpan<byte> json, bool nested, out int at, out int length)
    {
        (at, length) = (-1, 0);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = BodyParser.MaxDepth });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || (nested && !TryEnter(ref reader)))
            {
                return false;
            }

            at = (int)reader.BytesConsumed;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isIt = reader.ValueTextEquals("service_tier"u8);
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                if (isIt)
                {
                    (at, length) = (start, (int)reader.BytesConsumed - start);
                    return true;
                }
            }

            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Cut, or a name that is half a character: it goes on as the engine wrote it.
            return false;
        }
    }

    private static bool TryEnter(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals("response"u8);
            reader.Read();
            if (isIt)
            {
                return reader.TokenType == JsonTokenType.StartObject;
            }

            reader.Skip();
        }

        return false;
    }
}
