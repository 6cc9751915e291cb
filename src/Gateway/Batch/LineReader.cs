using System.Buffers;
using System.Runtime.CompilerServices;

namespace SageServe.Gateway;

/// <summary>Reads a file line by line with the place of each line, in one buffer that grows to the longest line allowed.</summary>
internal static class LineReader
{
    private const int FirstBuffer = 64 * 1024;
    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    public static async IAsyncEnumerable<TextLine> ReadAsync(
        string path, int maxLineBytes, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: false);
        await foreach (var line in ReadAsync(file, maxLineBytes, cancellation))
        {
            yield return line;
        }
    }

    /// <summary>Lines of a stream; their places count from where it stands. It is left open.</summary>
    public static async IAsyncEnumerable<TextLine> ReadAsync(
        Stream file, int maxLineBytes, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        var (start, end, number) = (0, 0, 0);
        var offset = 0L;
        var skipping = false;
        try
        {
            while (true)
            {
                var feed = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
                if (feed < 0 && end - start > maxLineBytes)
                {
                    // The rest of a line that is too long is dropped as it comes.
                    (skipping, offset, start, end) = (true, offset + (end - start), 0, 0);
                    continue;
                }

                if (feed >= 0)
                {
                    var next = offset + feed + 1;
                    yield return Line(++number, offset, buffer.AsMemory(start, feed), skipping || feed > maxLineBytes, isEnded: true, next);
                    (skipping, offset, start) = (false, next, start + feed + 1);
                    continue;
                }

                (buffer, start, end) = MakeRoom(buffer, start, end);
                var read = await file.ReadAsync(buffer.AsMemory(end), cancellation);
                if (read == 0)
                {
                    break;
                }

                end += read;
            }

            if (end > start || skipping)
            {
                yield return Line(++number, offset, buffer.AsMemory(start, end - start), skipping, isEnded: false, offset + end - start);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static TextLine Line(int number, long offset, ReadOnlyMemory<byte> bytes, bool isTooLong, bool isEnded, long next)
    {
        if (number == 1 && bytes.Span.StartsWith(Utf8Mark))
        {
            (bytes, offset) = (bytes[Utf8Mark.Length..], offset + Utf8Mark.Length);
        }

        if (bytes.Span is [.., (byte)'\r'])
        {
            bytes = bytes[..^1];
        }

        return new TextLine(number, offset, isTooLong ? default : bytes, isTooLong, isEnded, next);
    }

    private static (byte[] Buffer, int Start, int End) MakeRoom(byte[] buffer, int start, int end)
    {
        var rest = end - start;
        if (rest < buffer.Length / 2)
        {
            buffer.AsSpan(start, rest).CopyTo(buffer);
            return (buffer, 0, rest);
        }

        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(start, rest).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return (larger, 0, rest);
    }
}
