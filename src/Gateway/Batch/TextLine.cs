namespace SageServe.Gateway;

/// <summary>One line of a file, valid until the next is read.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Offset">Of its first byte in the file.</param>
/// <param name="Bytes">Without the line's end; empty when it was too long.</param>
/// <param name="IsTooLong">It was longer than the limit and skipped.</param>
/// <param name="IsEnded">False for a last line without a line feed.</param>
/// <param name="Next">Where the line after it begins.</param>
internal readonly record struct TextLine(int Number, long Offset, ReadOnlyMemory<byte> Bytes, bool IsTooLong, bool IsEnded, long Next)
{
    public bool IsBlank => !IsTooLong && Bytes.Span.Trim(" \t\r"u8).IsEmpty;
}
