using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>What a client got, read from the bytes alone.</summary>
/// <param name="Status">0: no head.</param>
/// <param name="Head">Status line and headers.</param>
/// <param name="Body">Without framing, as far as it came.</param>
/// <param name="Complete">Whole by its own framing.</param>
internal sealed record RawAnswer(int Status, string Head, byte[] Body, bool Complete)
{
    public static RawAnswer Of(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var end = bytes.IndexOf("\r\n\r\n"u8);
            if (end < 0 || !bytes.StartsWith("HTTP/1.1 "u8) || bytes.Length < 12)
            {
                return new RawAnswer(0, Encoding.Latin1.GetString(bytes), [], false);
            }

            var head = Encoding.Latin1.GetString(bytes[..end]);
            var status = int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture);
            bytes = bytes[(end + 4)..];
            if (status >= 200)
            {
                return Framed(status, head, bytes);
            }
        }
    }

    /// <summary>Null without one.</summary>
    public string? Header(string name) =>
        Head.Split("\r\n").Skip(1).Select(l => l.Split(':', 2)).FirstOrDefault(p => p[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1].Trim();

    private static RawAnswer Framed(int status, string head, ReadOnlySpan<byte> bytes)
    {
        var answer = new RawAnswer(status, head, [], true);
        if (answer.Header("transfer-encoding") is not null)
        {
            var (body, complete) = Chunks(bytes);
            return answer with { Body = body, Complete = complete };
        }

        if (answer.Header("content-length") is { } text)
        {
            var length = int.Parse(text, CultureInfo.InvariantCulture);
            return answer with { Body = bytes[..Math.Min(length, bytes.Length)].ToArray(), Complete = bytes.Length == length };
        }

        return answer with { Body = bytes.ToArray() };
    }

    private static (byte[] Body, bool Complete) Chunks(ReadOnlySpan<byte> bytes)
    {
        using var body = new MemoryStream();
        while (true)
        {
            var line = bytes.IndexOf("\r\n"u8);
            if (line < 0 || !int.TryParse(bytes[..line], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var length))
            {
                return (body.ToArray(), false);
            }

            bytes = bytes[(line + 2)..];
            body.Write(bytes[..Math.Min(length, bytes.Length)]);
            if (length == 0 || bytes.Length < length + 2)
            {
                return (body.ToArray(), length == 0 && bytes.SequenceEqual("\r\n"u8));
            }

            bytes = bytes[(length + 2)..];
        }
    }
}
