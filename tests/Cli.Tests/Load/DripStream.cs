namespace SageServe.Cli.Tests;

/// <summary>Gives at most so many bytes a read, as a network may.</summary>
internal sealed class DripStream(byte[] bytes, int piece) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
}
