using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace SageServe.Cli;

/// <summary>Reads requests off a connection; the gateway frames them by length.</summary>
internal sealed class RequestReader(Socket socket) : IDisposable
{
    private readonly MemoryStream _bytes = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <returns>Null when the other side has closed.</returns>
    public async Task<RawRequest?> NextAsync(CancellationToken stop)
    {
        int head;
        while ((head = _bytes.GetBuffer().AsSpan(0, (int)_bytes.Length).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await MoreAsync(stop))
            {
                return null;
            }
        }

        var lines = Encoding.Latin1.GetString(_bytes.GetBuffer(), 0, head).Split("\r\n");
        var length = int.Parse(Header(lines, "content-length") ?? "0", CultureInfo.InvariantCulture);
        while (_bytes.Length < head + 4 + length)
        {
            if (!await MoreAsync(stop))
            {
                return null;
            }
        }

        var rest = _bytes.ToArray().AsMemory(head + 4 + length);
        _bytes.SetLength(0);
        _bytes.Write(rest.Span);
        return new RawRequest(lines[0], Header(lines, "x-request-id") ?? "");
    }

    public void Dispose() => _bytes.Dispose();

    private static string? Header(string[] lines, string name) =>
        lines.Skip(1).Select(l => l.Split(':', 2)).FirstOrDefault(p => p[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1].Trim();

    private async Task<bool> MoreAsync(CancellationToken stop)
    {
        var read = await socket.ReceiveAsync(_buffer, stop);
        _bytes.Write(_buffer, 0, read);
        return read > 0;
    }
}
