using System.Buffers;
using System.Diagnostics;
using System.Text;

namespace SageServe.Gateway;

/// <summary>
/// What an answer says of itself that its span tells: its id and why it ended, read on the way past. Only what looks like one is believed,
/// so that no text of an answer gets into a trace.
/// </summary>
internal sealed class AnswerMarks
{
    /// <summary>Most choices whose end is told.</summary>
    private const int MaxReasons = 8;

    // A name, its blanks and the longest value that counts: a mark that two writes share is found in what is kept of the first.
    private const int Kept = 128;
    private const int MaxIdLength = 80;
    private const int MaxReasonLength = 24;

    private static readonly SearchValues<byte> IdBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-."u8);
    private static readonly SearchValues<byte> ReasonBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyz_"u8);

    private readonly byte[] _end = new byte[Kept];
    private int _kept;
    private List<string>? _reasons;

    public string? Id { get; private set; }

    public string[]? FinishReasons => _reasons?.ToArray();

    public void Take(ReadOnlySpan<byte> bytes)
    {
        // The kept bytes are those that nobody has looked at for want of what follows them.
        Span<byte> seam = stackalloc byte[2 * Kept];
        _end.AsSpan(0, _kept).CopyTo(seam);
        var head = bytes[..Math.Min(bytes.Length, Kept)];
        head.CopyTo(seam[_kept..]);
        var seen = Math.Clamp(_kept + bytes.Length - Kept, 0, _kept);
        Look(seam[..(_kept + head.Length)], seen);
        Look(bytes, Math.Max(0, bytes.Length - Kept));

        var tail = bytes[Math.Max(0, bytes.Length - Kept)..];
        _end.AsSpan(seen, _kept - seen).CopyTo(_end);
        tail.CopyTo(_end.AsSpan(_kept - seen));
        _kept = _kept - seen + tail.Length;
    }

    /// <summary>The answer is over: looks at what was kept in case more came.</summary>
    public void Complete()
    {
        Look(_end.AsSpan(0, _kept), _kept);
        _kept = 0;
    }

    public void Tell(Activity? span) => span?.SetTag("gen_ai.response.id", Id).SetTag("gen_ai.response.finish_reasons", FinishReasons);

    // Marks whose name begins before the limit.
    private void Look(ReadOnlySpan<byte> bytes, int limit)
    {
        var from = 0;
        while (from < limit && bytes[from..limit].IndexOf((byte)'"') is >= 0 and var next)
        {
            var at = from + next;
            if (Id is null && ValueOf(bytes[at..], "\"id\""u8, IdBytes, MaxIdLength) is { } id)
            {
                Id = id;
            }
            else if ((ValueOf(bytes[at..], "\"finish_reason\""u8, ReasonBytes, MaxReasonLength) ?? ValueOf(bytes[at..], "\"stop_reason\""u8, ReasonBytes, MaxReasonLength)) is { } reason
                && (_reasons?.Count ?? 0) < MaxReasons)
            {
                (_reasons ??= []).Add(reason);
            }

            from = at + 1;
        }
    }

    private static string? ValueOf(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name, SearchValues<byte> allowed, int maxLength)
    {
        if (!bytes.StartsWith(name))
        {
            return null;
        }

        var rest = bytes[name.Length..].TrimStart(" :"u8);
        if (!rest.StartsWith("\""u8))
        {
            return null;
        }

        var length = rest[1..].IndexOfAnyExcept(allowed);
        return length > 0 && length <= maxLength && rest[1 + length] == (byte)'"' ? Encoding.ASCII.GetString(rest.Slice(1, length)) : null;
    }
}
