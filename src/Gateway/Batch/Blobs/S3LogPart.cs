using System.Globalization;
using System.Runtime.CompilerServices;

namespace SageServe.Gateway;

/// <summary>
/// An object of a log in a bucket: one group, <c>{number}</c>, or several rolled into one, <c>{last}-{first}</c>. Named by its last one a roll
/// stands behind the groups that it replaces, so who reads on from any group of them finds it.
/// </summary>
internal readonly record struct S3LogPart(string Key, long First, long Last)
{
    public static string NameOf(string log, long number) => string.Create(CultureInfo.InvariantCulture, $"{log}/{number:D8}");

    public static string NameOf(string log, long first, long last) => string.Create(CultureInfo.InvariantCulture, $"{log}/{last:D8}-{first:D8}");

    public bool IsRoll => Key.AsSpan(Key.LastIndexOf('/') + 1).Contains('-');

    public static S3LogPart Of(string key)
    {
        var name = key.AsSpan(key.LastIndexOf('/') + 1);
        var dash = name.IndexOf('-');
        var last = long.Parse(dash < 0 ? name : name[..dash], CultureInfo.InvariantCulture);
        return new S3LogPart(key, dash < 0 ? last : long.Parse(name[(dash + 1)..], CultureInfo.InvariantCulture), last);
    }

    /// <summary>The parts to read from a group on, in order and none twice: a roll may stand beside groups that it replaces, all of them or some.</summary>
    public static async IAsyncEnumerable<S3LogPart> FromAsync(
        S3BlobStore store, string log, long number, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Numbers have no gaps: what stands behind one waits for the roll that fills it.
        var waiting = new Queue<S3LogPart>();
        await foreach (var blob in store.ListAsync(log + "/", number == 0 ? null : NameOf(log, number - 1), cancellation))
        {
            waiting.Enqueue(Of(blob.Key));
            if (Of(blob.Key).First > number)
            {
                continue;
            }

            while (Next(waiting, number) is { } part)
            {
                yield return part;
                number = part.Last + 1;
            }
        }

        foreach (var part in waiting.OrderBy(p => p.First))
        {
            // Somebody has taken objects away; what is left is read.
            if (part.Last >= number)
            {
                yield return part;
                number = part.Last + 1;
            }
        }
    }

    // The first that goes on at the number; those before it are replaced.
    private static S3LogPart? Next(Queue<S3LogPart> waiting, long number)
    {
        for (var left = waiting.Count; left > 0; left--)
        {
            var part = waiting.Dequeue();
            if (part.Last >= number && part.First <= number)
            {
                return part;
            }

            if (part.First > number)
            {
                waiting.Enqueue(part);
            }
        }

        return null;
    }
}
