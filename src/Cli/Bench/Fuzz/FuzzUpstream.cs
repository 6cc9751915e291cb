using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SageServe.Cli;

/// <summary>A raw TCP server that plays each case's script, so that no HTTP library repairs what is to be wrong.</summary>
internal sealed class FuzzUpstream : IAsyncDisposable
{
    private const string Metrics = """
        # TYPE vllm:num_requests_running gauge
        vllm:num_requests_running{model_name="m",engine="0"} 0
        vllm:num_requests_waiting{model_name="m",engine="0"} 0
        vllm:kv_cache_usage_perc{model_name="m",engine="0"} 0.01

        """;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, FuzzFlight> _flights = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _playing;

    public FuzzUpstream()
    {
        _listener.Start(512);
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections that are open, idle ones included.</summary>
    public int OpenConnections => _open.Count;

    /// <summary>Answers that are being sent or hang.</summary>
    public int Playing => Volatile.Read(ref _playing);

    public void Expect(FuzzFlight flight) => _flights[flight.Case.Id] = flight;

    public void Forget(FuzzFlight flight) => _flights.TryRemove(flight.Case.Id, out _);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        foreach (var socket in _open.Keys)
        {
            socket.Dispose();
        }

        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                socket.NoDelay = true;
                _open[socket] = true;
                _ = ServeAsync(socket);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            using var reader = new RequestReader(socket);
            while (await reader.NextAsync(_stop.Token) is { } request && await AnswerAsync(socket, request))
            {
                // One exchange after the other.
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The gateway left, or the run is over.
        }
        finally
        {
            _open.TryRemove(socket, out _);
            socket.Dispose();
        }
    }

    /// <returns>True when the connection goes on.</returns>
    private async Task<bool> AnswerAsync(Socket socket, RawRequest request)
    {
        if (request.Line.StartsWith("GET ", StringComparison.Ordinal))
        {
            await SendAsync(socket, Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: {Metrics.Length}\r\n\r\n{Metrics}"));
            return true;
        }

        if (!_flights.TryGetValue(request.Id, out var flight))
        {
            await SendAsync(socket, "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"u8.ToArray());
            return true;
        }

        Interlocked.Increment(ref _playing);
        try
        {
            return await PlayAsync(socket, flight);
        }
        catch (SocketException)
        {
            flight.OtherSideLeft();
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _playing);
        }
    }

    private async Task<bool> PlayAsync(Socket socket, FuzzFlight flight)
    {
        var script = flight.Next();
        foreach (var piece in Cutter.Pieces(script.Raw, script.Cuts))
        {
            await SendAsync(socket, piece);
            if (script.Pause > TimeSpan.Zero)
            {
                await Task.Delay(script.Pause, _stop.Token);
            }
        }

        switch (script.End)
        {
            case ScriptEnd.Hang:
                await AwaitLeavingAsync(socket, flight);
                return false;
            case ScriptEnd.Reset:
                socket.LingerState = new LingerOption(true, 0);
                return false;
            case ScriptEnd.Close:
                socket.Shutdown(SocketShutdown.Send);
                return false;
            default:
                return true;
        }
    }

    private async Task AwaitLeavingAsync(Socket socket, FuzzFlight flight)
    {
        try
        {
            var buffer = new byte[256];
            while (await socket.ReceiveAsync(buffer, _stop.Token) > 0)
            {
                // Nothing more is expected of it.
            }
        }
        catch (SocketException)
        {
            // Reset: left as well.
        }

        flight.OtherSideLeft();
    }

    private async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, _stop.Token)..];
        }
    }
}
