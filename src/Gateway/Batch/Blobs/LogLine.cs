namespace SageServe.Gateway;

/// <summary>A line of a log.</summary>
/// <param name="Bytes">Without its line feed; valid until the next line is read.</param>
/// <param name="Next">Where the next line is read from; means something to the store only, and grows.</param>
internal readonly record struct LogLine(ReadOnlyMemory<byte> Bytes, long Next);
