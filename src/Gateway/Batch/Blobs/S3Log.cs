using System.Globalization;
using System.Runtime.CompilerServices;

namespace SageServe.Gateway;

/// <summary>A log in a bucket: each group of lines is an object of its own, <c>{key}/{number}</c>, so there is never half of one.</summary>
internal sealed class S3Log(S3BlobStore store, string key) : IBlobLog
{
    private const int MaxGroupBytes = 1024 * 1024 * 1024;
    private const int ReadAhead = 16;

    // A position is the number of a group and, in its low bits, of a line in it.
    private const int LineBits = 24;
    private long _next;
    private bool _isOurs;

    public async Task AppendAsync(IReadOnlyList<ReadOnlyMemory<byte>> lines, CancellationToken cancellation = default)
    {
        var group = Join(lines);
        while (!await TryPutAsync(group))
        {
            // An append before failed after all had arrived; its group stays, and this one goes behind it.
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static async IAsyncEnumerable<LogLine> ReadAsync(S3BlobStore store, string key, long from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (first, skip) = (from >> LineBits, (int)(from & ((1 << LineBits) - 1)));
        await foreach (var (number, bytes) in GroupsAsync(store, key, first, cancellation))
        {
            var (start, line) = (0, 0);
            while (bytes.AsSpan(start).IndexOf((byte)'\n') is >= 0 and var length)
            {
                line++;
                var next = start + length + 1 == bytes.Length ? (number + 1) << LineBits : (number << LineBits) | (uint)line;
                if (number > first || line > skip)
                {
                    yield return new LogLine(bytes.AsMemory(start, length), next);
                }

                start += length + 1;
            }
        }
    }

    private async Task<bool> TryPutAsync(byte[] group)
    {
        bool isNew;
        try
        {
            isNew = await store.PutNewAsync(NameOf(key, _next), group, CancellationToken.None);
        }
        catch (BlobStoreException)
        {
            // It may have arrived; the next append, which finds it then, must not take it for another's.
            _isOurs = true;
            throw;
        }

        if (!isNew && !_isOurs)
        {
            throw new BlobStoreException(BlobProblem.Away, $"The log '{key}' has another writer.");
        }

        (_isOurs, _next) = (true, _next + 1);
        return isNew;
    }

    private static async IAsyncEnumerable<(long Number, byte[] Bytes)> GroupsAsync(
        S3BlobStore store, string key, long first, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var ahead = new Queue<(long Number, Task<byte[]?> Bytes)>();
        await foreach (var blob in store.ListAsync(key + "/", first == 0 ? null : NameOf(key, first - 1), cancellation))
        {
            ahead.Enqueue((NumberOf(blob.Key), store.ReadAsync(blob.Key, MaxGroupBytes, cancellation)));
            if (ahead.Count >= ReadAhead)
            {
                var (number, bytes) = ahead.Dequeue();
                yield return (number, await bytes ?? []);
            }
        }

        foreach (var (number, bytes) in ahead)
        {
            yield return (number, await bytes ?? []);
        }
    }

    private static string NameOf(string key, long number) => string.Create(CultureInfo.InvariantCulture, $"{key}/{number:D8}");

    private static long NumberOf(string blob) => long.Parse(blob.AsSpan(blob.LastIndexOf('/') + 1), CultureInfo.InvariantCulture);

    private static byte[] Join(IReadOnlyList<ReadOnlyMemory<byte>> lines)
    {
        using var group = new MemoryStream(lines.Sum(l => l.Length) + lines.Count);
        foreach (var line in lines)
        {
            group.Write(line.Span);
            group.WriteByte((byte)'\n');
        }

        return group.ToArray();
    }
}
