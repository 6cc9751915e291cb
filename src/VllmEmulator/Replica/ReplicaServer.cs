using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace SageServe.VllmEmulator;

/// <summary>
/// A replica on its own port. The port is bound from the beginning, so that its address is known, and listened on only when
/// the replica is ready: until then connections are refused, as with a vLLM that is still loading.
/// </summary>
internal sealed class ReplicaServer : IAsyncDisposable
{
    private static readonly TimeSpan ClosingLimit = TimeSpan.FromSeconds(2);

    private readonly IPAddress _address;
    private readonly Socket _bound;
    private readonly KestrelServer _server;
    private int _isClosed;

    public ReplicaServer(ReplicaSpec spec, TimeProvider time, ILoggerFactory loggers)
    {
        Replica = new Replica(spec, time);
        _bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _bound.Bind(new IPEndPoint(_address = IPAddress.Parse(spec.Host), spec.Port));
        Port = ((IPEndPoint)_bound.LocalEndPoint!).Port;
        _server = MakeServer(loggers);
    }

    public Replica Replica { get; }

    public int Port { get; }

    public Task OpenAsync() => _server.StartAsync(new ReplicaApplication(new ReplicaRouter(Replica)), CancellationToken.None);

    /// <summary>Ends running calls with an error that says so, then closes the port.</summary>
    public Task StopAsync() => CloseAsync(CallEnd.Stopped, ClosingLimit);

    /// <summary>Drops every connection, as a crash does.</summary>
    public Task KillAsync() => CloseAsync(CallEnd.Killed, TimeSpan.Zero);

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task CloseAsync(CallEnd why, TimeSpan limit)
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
        {
            return;
        }

        Replica.End(why);
        using var deadline = new CancellationTokenSource();
        if (limit > TimeSpan.Zero)
        {
            deadline.CancelAfter(limit);
        }
        else
        {
            await deadline.CancelAsync();
        }

        await _server.StopAsync(deadline.Token);
        _server.Dispose();
        _bound.Dispose();
        Replica.Dispose();
    }

    private KestrelServer MakeServer(ILoggerFactory loggers)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = 64 << 20;
        // A token can take seconds on a loaded engine; slowness is not an attack here.
        options.Limits.MinResponseDataRate = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Listen(_address, Port, listen => listen.Protocols = HttpProtocols.Http1);
        var transport = new SocketTransportOptions { CreateBoundListenSocket = _ => _bound };
        return new KestrelServer(Options.Create(options), new SocketTransportFactory(Options.Create(transport), loggers), loggers);
    }
}
