using System.Runtime.CompilerServices;

namespace SageServe.Gateway;

/// <summary>Reads a log in a bucket while its writer appends to it and rolls it up.</summary>
internal static class S3LogReader
{
    private const int MaxPartBytes = 1024 * 1024 * 1024;
    private const int ReadAhead = 16;
    private const int Tries = 10;

    // A position is the number of a group and, in its low bits, of a line in it: the same whether the group was rolled up or not.
    private const int LineBits = 24;

    public static async IAsyncEnumerable<LogLine> ReadAsync(S3BlobStore store, string key, long from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (first, skip) = (from >> LineBits, (int)(from & ((1 << LineBits) - 1)));
        await foreach (var (number, bytes) in GroupsAsync(store, key, first, cancellation))
        {
            var (start, line) = (0, 0);
            while (bytes.Span[start..].IndexOf((byte)'\n') is >= 0 and var length)
            {
                line++;
                var next = start + length + 1 == bytes.Length ? (number + 1) << LineBits : (number << LineBits) | (uint)line;
                if (number > first || line > skip)
                {
                    yield return new LogLine(bytes.Slice(start, length), next);
                }

                start += length + 1;
            }
        }
    }

    private static async IAsyncEnumerable<(long Number, ReadOnlyMemory<byte> Bytes)> GroupsAsync(
        S3BlobStore store, string key, long next, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var left = Tries; left > 0; left--)
        {
            var isWhole = true;
            await foreach (var (part, bytes) in PartsAsync(store, key, next, cancellation))
            {
                if (bytes is null)
                {
                    // Rolled up since it was listed.
                    isWhole = false;
                    break;
                }

                var number = part.First;
                foreach (var group in part.IsRoll ? S3Roll.Split(bytes) : [bytes])
                {
                    if (number >= next)
                    {
                        yield return (number, group);
                    }

                    number++;
                }

                next = part.Last + 1;
            }

            if (isWhole)
            {
                yield break;
            }
        }

        throw new BlobStoreException(BlobProblem.Away, $"Objects of the log '{key}' go while it is read.");
    }

    private static async IAsyncEnumerable<(S3LogPart Part, byte[]? Bytes)> PartsAsync(
        S3BlobStore store, string key, long first, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var ahead = new Queue<(S3LogPart Part, Task<byte[]?> Bytes)>();
        await foreach (var part in S3LogPart.FromAsync(store, key, first, cancellation))
        {
            ahead.Enqueue((part, store.ReadAsync(part.Key, MaxPartBytes, cancellation)));
            if (ahead.Count >= ReadAhead)
            {
                var (oldest, bytes) = ahead.Dequeue();
                yield return (oldest, await bytes);
            }
        }

        foreach (var (part, bytes) in ahead)
        {
            yield return (part, await bytes);
        }
    }
}
