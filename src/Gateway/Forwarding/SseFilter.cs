using System.Buffers;

namespace SageServe.Gateway;

/// <summary>
/// Reads an event stream as it passes: counts token chunks, takes the usage figures, and leaves out the usage chunk when only the
/// gateway asked for it. Whole events pass in the write in which they came; the begun one waits for its end, at most
/// <see cref="MaxHeldBytes"/>, beyond which the rest passes unread. Comments before the first event are left out: the engine only says that it
/// is there, and another one may still answer.
/// </summary>
internal sealed class SseFilter(bool dropsUsage, TierEcho? tierEcho = null)
{
    private const int MaxHeldBytes = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _held = new();
    private readonly ArrayBufferWriter<byte> _output = new();
    private bool _passesAll;
    private bool _hasBegun;
    private int? _usage;

    /// <summary>Chunks that carried output.</summary>
    public int Tokens { get; private set; }

    /// <summary>The engine's count once it said, else the chunks.</summary>
    public int OutputTokens => _usage ?? Tokens;

    /// <summary>An event was too long to wait for: from then on bytes pass as they come, and may end anywhere in one.</summary>
    public bool PassesUnread => _passesAll;

    public int? PromptTokens { get; private set; }

    /// <summary>What of these bytes goes on now. Valid until the next call.</summary>
    public ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> bytes)
    {
        if (_passesAll)
        {
            return bytes;
        }

        return _held.WrittenCount == 0 && TakeWhole(bytes.Span) ? bytes : TakeParts(bytes.Span);
    }

    /// <summary>An event that never ended goes on as it came.</summary>
    public ReadOnlyMemory<byte> TakeRest() => _held.WrittenMemory;

    // The usual case: the write holds whole events only, and none is left out.
    private bool TakeWhole(ReadOnlySpan<byte> bytes)
    {
        if (tierEcho is not null || (!_hasBegun && bytes.StartsWith(":"u8)) || !bytes.EndsWith("\n\n"u8) || (dropsUsage && bytes.IndexOf("\"completion_tokens\""u8) >= 0))
        {
            return false;
        }

        _hasBegun = true;
        while (!bytes.IsEmpty)
        {
            var end = EventEnd(bytes);
            Read(bytes[..end]);
            bytes = bytes[end..];
        }

        return true;
    }

    private ReadOnlyMemory<byte> TakeParts(ReadOnlySpan<byte> bytes)
    {
        _held.Write(bytes);
        var pending = _held.WrittenSpan;
        _output.ResetWrittenCount();
        int end;
        while ((end = EventEnd(pending)) > 0)
        {
            var one = pending[..end];
            _hasBegun |= !IsComment(one);
            if (_hasBegun && (!Read(one) || !dropsUsage))
            {
                Pass(one);
            }

            pending = pending[end..];
        }

        KeepOnly(pending);
        return _output.WrittenMemory;
    }

    private void Pass(ReadOnlySpan<byte> one)
    {
        if (tierEcho is null)
        {
            _output.Write(one);
        }
        else
        {
            tierEcho.WriteEvent(one, _output);
        }
    }

    // What is kept moves down within its own buffer: most reads end inside an event, and none of them may cost an array.
    private void KeepOnly(ReadOnlySpan<byte> pending)
    {
        if (pending.Length > MaxHeldBytes)
        {
            _output.Write(pending);
            pending = default;
            _passesAll = true;
        }

        _held.ResetWrittenCount();
        _held.Write(pending);
    }

    // A block with a comment in its first line may still carry data in the next.
    private static bool IsComment(ReadOnlySpan<byte> one)
    {
        foreach (var line in one.SplitAny("\r\n"u8))
        {
            if (one[line] is not ([] or [(byte)':', ..]))
            {
                return false;
            }
        }

        return true;
    }

    // Length of the first whole event, its blank line included; 0 when it has not ended.
    private static int EventEnd(ReadOnlySpan<byte> bytes)
    {
        var unix = bytes.IndexOf("\n\n"u8);
        var windows = bytes.IndexOf("\r\n\r\n"u8);
        return windows >= 0 && (unix < 0 || windows < unix) ? windows + 4 : unix < 0 ? 0 : unix + 2;
    }

    // True for the usage chunk: no choices, only figures.
    private bool Read(ReadOnlySpan<byte> one)
    {
        var choices = ChunkText.ValueOf(one, "\"choices\""u8);
        if (!choices.StartsWith("["u8))
        {
            ReadNamed(one);
            return false;
        }

        if (choices[1..].TrimStart(" "u8).StartsWith("]"u8))
        {
            _usage = UsageText.CompletionTokens(one) ?? _usage;
            PromptTokens = UsageText.PromptTokens(one) ?? PromptTokens;
            return ChunkText.ValueOf(one, "\"usage\""u8).StartsWith("{"u8);
        }

        Tokens += ChunkText.CarriesOutput(choices) ? 1 : 0;
        return false;
    }

    // Responses and Anthropic's Messages name their events; several of them tell usage, the last one counts.
    private void ReadNamed(ReadOnlySpan<byte> one)
    {
        var name = ChunkText.NameOf(one);
        if (name.IsEmpty)
        {
            return;
        }

        Tokens += ChunkText.IsOutputEvent(name) ? 1 : 0;
        if (ChunkText.TellsUsage(name))
        {
            _usage = UsageText.CompletionTokens(one) is > 0 and var output ? output : _usage;
            PromptTokens = UsageText.PromptTokens(one) ?? PromptTokens;
        }
    }
}
