using System.Net;
using System.Net.Sockets;

namespace SageServe.TestKit;

/// <summary>
/// A port for programs that cannot choose one themselves. Below the range from which systems take ports of outgoing connections, so
/// that no connection of another test gets it meanwhile; no port twice in one process, and each process begins elsewhere.
/// </summary>
public static class FreePort
{
    private const int First = 10_000;
    private const int Count = 22_000;
    private static int _next = Environment.ProcessId * 193 % Count;

    public static int Find()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"no port from {First} to {First + Count - 1} is free");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
