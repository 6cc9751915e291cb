using System.Runtime.CompilerServices;

namespace SageServe.Gateway;

/// <summary>Reads the entries of a journal.</summary>
internal static class JournalReader
{
    /// <summary>Whole entries from a position on, each with the position behind it; an entry's bytes are valid until the next.</summary>
    public static async IAsyncEnumerable<(JournalEntry Entry, long Next)> ReadAsync(
        IBlobStore blobs, string key, long from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var line in blobs.ReadLogAsync(key, from, cancellation))
        {
            if (JournalEntry.TryParse(line.Bytes, out var entry))
            {
                yield return (entry, line.Next);
            }
        }
    }
}
