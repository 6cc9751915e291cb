using System.Globalization;
using System.Text;

namespace SageServe.Gateway;

/// <summary>
/// The stored form of an item, the same in every store: <c>attempt|deadline|enqueued|line|offset|length|work|prompt|output</c>, times in
/// Unix milliseconds, work in milliseconds, prompt and output in tokens (an older program left these two out). Plain text, so that a person at a Redis prompt can read it.
/// </summary>
internal static class DeferredItemText
{
    /// <summary>Id and text together (issue 5.4): a million waiting items must fit a small server.</summary>
    public const int MaxBytes = 256;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>The part that never changes while the item lives.</summary>
    public static string Body(DeferredItem item)
    {
        var text = string.Create(Culture, $"{item.Line}|{item.Offset}|{item.Length}|{(long)Math.Ceiling(item.WorkSeconds * 1000)}|{item.PromptTokens}|{item.OutputTokens}");
        var bytes = Encoding.UTF8.GetByteCount(item.Id) + text.Length;
        return bytes + 3 * 20 <= MaxBytes
            ? text
            : throw new ArgumentException($"Item '{item.Id}' takes more than {MaxBytes} bytes.", nameof(item));
    }

    public static DeferredItem Parse(string id, int attempt, long deadline, long enqueued, string body)
    {
        var parts = body.Split('|');
        Invariant.Holds(parts.Length is 4 or 6, "a stored item has four or six fields after its times");
        return new DeferredItem
        {
            Id = id,
            Attempt = attempt,
            Deadline = FromMilliseconds(deadline),
            EnqueuedAt = FromMilliseconds(enqueued),
            Line = int.Parse(parts[0], Culture),
            Offset = long.Parse(parts[1], Culture),
            Length = int.Parse(parts[2], Culture),
            WorkSeconds = long.Parse(parts[3], Culture) / 1000.0,
            PromptTokens = parts.Length == 6 ? int.Parse(parts[4], Culture) : 0,
            OutputTokens = parts.Length == 6 ? int.Parse(parts[5], Culture) : 0,
        };
    }

    public static long ToMilliseconds(Instant instant) =>
        (instant.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;

    public static Instant FromMilliseconds(long milliseconds) =>
        new(DateTime.UnixEpoch.Ticks + milliseconds * TimeSpan.TicksPerMillisecond);
}
