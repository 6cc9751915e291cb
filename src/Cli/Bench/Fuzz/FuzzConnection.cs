using System.Net;
using System.Net.Sockets;

namespace SageServe.Cli;

/// <summary>The client's side of one connection: requests out in pieces, answers in by their own framing.</summary>
internal sealed class FuzzConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[32 * 1024];
    private byte[] _came = [];

    /// <summary>Nothing more comes.</summary>
    public bool Ended { get; private set; }

    public async Task OpenAsync(IPEndPoint gateway, CancellationToken limit) => await _socket.ConnectAsync(gateway, limit);

    public async Task SendAsync(FuzzCase one, CancellationToken limit)
    {
        var left = one.LeaveAfterSent ?? one.Request.Length;
        try
        {
            foreach (var piece in Cutter.Pieces(one.Request, one.Cuts))
            {
                var part = piece[..Math.Min(left, piece.Length)];
                for (left -= part.Length; !part.IsEmpty;)
                {
                    part = part[await _socket.SendAsync(part, limit)..];
                }

                if (one.Pause > TimeSpan.Zero)
                {
                    await Task.Delay(one.Pause, limit);
                }
            }

            if (!one.Framed && one.LeaveAfterGot is null)
            {
                // What lacks its end would be waited for.
                _socket.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // An early refusal closes the connection while the request is still on its way.
        }
    }

    /// <summary>So many bytes of answers have come, or nothing more does.</summary>
    public async Task AwaitAsync(int bytes, CancellationToken limit)
    {
        while (!Ended && _came.Length < bytes)
        {
            await MoreAsync(limit);
        }
    }

    /// <summary>Bytes of the next answer; where the connection ends in it, as many as came.</summary>
    public async Task<byte[]> NextAsync(CancellationToken limit)
    {
        int? border;
        while ((border = AnswerBorder.Of(_came)) is null or AnswerBorder.Never && !Ended)
        {
            await MoreAsync(limit);
        }

        var length = Math.Min(border ?? _came.Length, _came.Length);
        var answer = _came[..length];
        _came = _came[length..];
        return answer;
    }

    /// <summary>All that comes until the connection ends: after the last answer nothing may.</summary>
    public async Task<byte[]> RestAsync(CancellationToken limit)
    {
        await AwaitAsync(int.MaxValue, limit);
        return _came;
    }

    public void Dispose() => _socket.Dispose();

    private async Task MoreAsync(CancellationToken limit)
    {
        try
        {
            var read = await _socket.ReceiveAsync(_buffer, limit);
            Ended = read == 0;
            _came = [.. _came, .. _buffer.AsSpan(0, read)];
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // A cut connection: what came, came.
            Ended = true;
        }
    }
}
