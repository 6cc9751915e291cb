using System.Globalization;
using System.Text;

namespace SageServe.Gateway;

/// <summary>
/// The stored form of an item: <c>line|offset|length|work|prompt|output|attempt|enqueued</c>, work in milliseconds, prompt and output in tokens,
/// the time in Unix milliseconds. Plain text, so that a person at a Redis prompt can read it; deadline and tenant stand once, with the group.
/// </summary>
internal static class DeferredItemText
{
    /// <summary>Group and text together (issue 5.4): a million waiting items must fit a small server.</summary>
    public const int MaxBytes = 256;

    /// <summary>Of a group's id.</summary>
    public const int MaxGroupBytes = 128;

    private const int Fields = 8;
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <exception cref="ArgumentException">Its line or group is too long to be indexed.</exception>
    public static string Write(DeferredItem item)
    {
        if (item.Line is < 0 or > DeferredItem.MaxLine)
        {
            throw new ArgumentException($"Line {item.Line} is above {DeferredItem.MaxLine}: the index cannot hold it.", nameof(item));
        }

        var text = string.Create(
            Culture,
            $"{item.Line}|{item.Offset}|{item.Length}|{WorkMilliseconds(item)}|{item.PromptTokens}|{item.OutputTokens}|{item.Attempt}|{ToMilliseconds(item.EnqueuedAt)}");
        return Encoding.UTF8.GetByteCount(item.Group) + text.Length <= MaxBytes
            ? text
            : throw new ArgumentException($"Item '{item.Id}' takes more than {MaxBytes} bytes.", nameof(item));
    }

    /// <exception cref="ArgumentException">The id is too long to be indexed.</exception>
    public static void Check(DeferredGroup group)
    {
        if (Encoding.UTF8.GetByteCount(group.Id) > MaxGroupBytes)
        {
            throw new ArgumentException($"The id of group '{group.Id}' takes more than {MaxGroupBytes} bytes.", nameof(group));
        }
    }

    public static DeferredItem Parse(string group, Instant deadline, ReadOnlySpan<char> text)
    {
        Span<Range> parts = stackalloc Range[Fields + 1];
        Invariant.Holds(text.Split(parts, '|') == Fields, "a stored item has eight fields");
        return new DeferredItem
        {
            Group = group,
            Deadline = deadline,
            Line = int.Parse(text[parts[0]], provider: Culture),
            Offset = long.Parse(text[parts[1]], provider: Culture),
            Length = int.Parse(text[parts[2]], provider: Culture),
            WorkSeconds = long.Parse(text[parts[3]], provider: Culture) / 1000.0,
            PromptTokens = int.Parse(text[parts[4]], provider: Culture),
            OutputTokens = int.Parse(text[parts[5]], provider: Culture),
            Attempt = int.Parse(text[parts[6]], provider: Culture),
            EnqueuedAt = FromMilliseconds(long.Parse(text[parts[7]], provider: Culture)),
        };
    }

    /// <summary>Rounded up, so that work is never nothing.</summary>
    public static long WorkMilliseconds(DeferredItem item) => (long)Math.Ceiling(item.WorkSeconds * 1000);

    public static long Milliseconds(TimeSpan span) => (long)Math.Ceiling(span.TotalMilliseconds);

    public static long ToMilliseconds(Instant instant) =>
        (instant.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;

    public static Instant FromMilliseconds(long milliseconds) =>
        new(DateTime.UnixEpoch.Ticks + milliseconds * TimeSpan.TicksPerMillisecond);
}
