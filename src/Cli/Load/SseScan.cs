using System.Buffers;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>
/// Reads a chat stream without parsing each chunk: counts <c>data:</c> lines, notes the moments of the first and the last token, and keeps the
/// last chunk with <c>usage</c>.
/// </summary>
internal sealed class SseScan(Func<TimeSpan> now)
{
    private byte[]? _usage;

    public TimeSpan? FirstTokenAt { get; private set; }

    public TimeSpan? LastTokenAt { get; private set; }

    /// <summary>Chunks that carried text.</summary>
    public int Chunks { get; private set; }

    /// <summary>True once <c>data: [DONE]</c> came.</summary>
    public bool Done { get; private set; }

    /// <summary>An error that came inside the stream.</summary>
    public string? Error { get; private set; }

    public int OutputTokens => Usage() ?? Chunks;

    public async Task ReadAsync(Stream stream, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        var held = 0;
        try
        {
            while (true)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(held), stop);
                if (read == 0)
                {
                    return;
                }

                held = Consume(buffer.AsSpan(0, held + read));
                if (held == buffer.Length)
                {
                    buffer = Grow(buffer);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Takes whole lines and moves the rest to the front; returns its length.</summary>
    private int Consume(Span<byte> bytes)
    {
        var at = now();
        var rest = bytes;
        for (var end = rest.IndexOf((byte)'\n'); end >= 0; end = rest.IndexOf((byte)'\n'))
        {
            Line(rest[..end], at);
            rest = rest[(end + 1)..];
        }

        rest.CopyTo(bytes);
        return rest.Length;
    }

    private void Line(ReadOnlySpan<byte> line, TimeSpan at)
    {
        if (!line.StartsWith("data:"u8))
        {
            return;
        }

        if (line.IndexOf("[DONE]"u8) is >= 5 and <= 6)
        {
            Done = true;
        }
        else if (line.IndexOf("\"error\":{"u8) is >= 0 and < 12)
        {
            Error = System.Text.Encoding.UTF8.GetString(line[5..]).Trim();
        }
        else if (HasText(line))
        {
            Chunks++;
            FirstTokenAt ??= at;
            LastTokenAt = at;
        }
        else if (line.IndexOf("\"usage\":{"u8) >= 0)
        {
            _usage = line[5..].ToArray();
        }
    }

    /// <summary>The opening chunk names the role with empty content and the last has no content at all: neither is a token.</summary>
    private static bool HasText(ReadOnlySpan<byte> line)
    {
        var content = line.IndexOf("\"content\":\""u8);
        return content >= 0 && line[content + 11] != (byte)'"';
    }

    private int? Usage()
    {
        if (_usage is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(_usage);
        return document.RootElement.GetProperty("usage").GetProperty("completion_tokens").GetInt32();
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
