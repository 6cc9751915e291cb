using System.Buffers.Text;
using System.Text;

namespace SageServe.Gateway;

/// <summary>One line of a result journal: <c>{line} {outcome} {result}</c>, the result being one line of an output or error file.</summary>
internal readonly record struct JournalEntry(int Line, LineOutcome Outcome, ReadOnlyMemory<byte> Result)
{
    /// <summary>Without a line feed.</summary>
    public byte[] ToBytes()
    {
        var head = Encoding.ASCII.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Line} {Outcome} "));
        return [.. head, .. Result.Span];
    }

    /// <summary>False when the bytes are no entry: a disk that has lost something.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, out JournalEntry entry)
    {
        entry = default;
        var text = bytes.Span;
        if (!Utf8Parser.TryParse(text, out int line, out var read) || line < 1 || read >= text.Length || text[read] != ' ')
        {
            return false;
        }

        var rest = text[(read + 1)..];
        var space = rest.IndexOf((byte)' ');
        if (space < 0 || !Enum.TryParse<LineOutcome>(Encoding.ASCII.GetString(rest[..space]), out var outcome) || rest[^1] != '}')
        {
            return false;
        }

        entry = new JournalEntry(line, outcome, bytes[(read + space + 2)..]);
        return true;
    }
}
