using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>Where an answer ends on a connection that goes on after it.</summary>
internal static class AnswerBorder
{
    /// <summary>Only the end of the connection ends it.</summary>
    public const int Never = int.MaxValue;

    /// <returns>The length of the first answer, interim ones included; null while more has to come.</returns>
    public static int? Of(ReadOnlySpan<byte> bytes)
    {
        for (var start = 0; ;)
        {
            var end = bytes[start..].IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                return null;
            }

            var head = Encoding.Latin1.GetString(bytes.Slice(start, end));
            if (head.Length < 12 || !head.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || !int.TryParse(head.AsSpan(9, 3), CultureInfo.InvariantCulture, out var status))
            {
                return Never;
            }

            start += end + 4;
            if (status is < 100 or >= 200)
            {
                return OfBody(bytes, start, new RawAnswer(status, head, [], true));
            }
        }
    }

    private static int? OfBody(ReadOnlySpan<byte> bytes, int start, RawAnswer answer)
    {
        if (answer.Header("transfer-encoding") is not null)
        {
            return OfChunks(bytes, start);
        }

        if (answer.Status is 204 or 304)
        {
            return start;
        }

        return answer.Header("content-length") is not { } text ? Never
            : start + int.Parse(text, CultureInfo.InvariantCulture) is var end && end <= bytes.Length ? end : null;
    }

    private static int? OfChunks(ReadOnlySpan<byte> bytes, int at)
    {
        while (true)
        {
            var line = bytes[at..].IndexOf("\r\n"u8);
            if (line < 0)
            {
                return null;
            }

            if (!int.TryParse(bytes.Slice(at, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var length))
            {
                return Never;
            }

            at += line + 2 + length + 2;
            if (at > bytes.Length)
            {
                return null;
            }

            if (length == 0)
            {
                return at;
            }
        }
    }
}
