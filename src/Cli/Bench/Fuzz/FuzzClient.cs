using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SageServe.Cli;

/// <summary>Plays the client's side of one case on a connection of its own.</summary>
internal sealed class FuzzClient(IPEndPoint gateway)
{
    /// <returns>The bytes that came, and when the client left (<see cref="Stopwatch"/>; null when it stayed).</returns>
    public async Task<(byte[] Got, long? LeftAt)> RunAsync(FuzzFlight flight, CancellationToken limit)
    {
        var one = flight.Case;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(gateway, limit);
        using var got = new MemoryStream();
        var reading = ReadAsync(socket, got, one.LeaveAfterGot is > 0 and { } enough ? enough : int.MaxValue, limit);
        await SendAsync(socket, one, limit);
        if (one.LeaveAfterSent is not null)
        {
            return Leave(socket, reading);
        }

        if (one.LeaveAfterGot == 0)
        {
            await Task.WhenAny(flight.Arrived, reading);
            return Leave(socket, reading);
        }

        await reading;
        return one.LeaveAfterGot is not null ? Leave(socket, reading) : (got.ToArray(), null);
    }

    private static (byte[], long?) Leave(Socket socket, Task reading)
    {
        var at = Stopwatch.GetTimestamp();
        socket.Dispose();
        _ = reading.ContinueWith(static t => _ = t.Exception, TaskScheduler.Default);
        return ([], at);
    }

    private static async Task SendAsync(Socket socket, FuzzCase one, CancellationToken limit)
    {
        var left = one.LeaveAfterSent ?? one.Request.Length;
        try
        {
            foreach (var piece in Cutter.Pieces(one.Request, one.Cuts))
            {
                var part = piece[..Math.Min(left, piece.Length)];
                for (left -= part.Length; !part.IsEmpty;)
                {
                    part = part[await socket.SendAsync(part, limit)..];
                }

                if (one.Pause > TimeSpan.Zero)
                {
                    await Task.Delay(one.Pause, limit);
                }
            }

            if (!one.Valid && one.LeaveAfterGot is null)
            {
                // What lacks its end would be waited for.
                socket.Shutdown(SocketShutdown.Send);
            }
        }
        catch (SocketException)
        {
            // An early refusal closes the connection while the request is still on its way.
        }
    }

    private static async Task ReadAsync(Socket socket, MemoryStream got, int enough, CancellationToken limit)
    {
        var buffer = new byte[32 * 1024];
        try
        {
            while (got.Length < enough)
            {
                var read = await socket.ReceiveAsync(buffer, limit);
                if (read == 0)
                {
                    return;
                }

                got.Write(buffer, 0, read);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // A cut connection: what came, came.
        }
    }
}
