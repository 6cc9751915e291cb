using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace SageServe.Gateway;

/// <summary>
/// Counts the open connections, all of them and those of each client address on the public listener. One too many of all is closed at once;
/// one too many of an address is marked, not cut: its request gets an answer that says why. What counts is asked when a connection opens.
/// </summary>
internal sealed class ConnectionLimit(LiveConfiguration live, GatewayOptions started)
{
    private readonly ConcurrentDictionary<IPAddress, int> _open = new();
    private readonly int _adminPort = new Uri(started.AdminUrl).Port;
    private long _all;

    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            if (Interlocked.Increment(ref _all) > (live.Current.Options.Limits.MaxConnections ?? long.MaxValue))
            {
                connection.Abort(new ConnectionAbortedException("The limit of connections is reached."));
                return;
            }

            await (ClientOf(connection) is { } address ? CountedAsync(address, connection, next) : next(connection));
        }
        finally
        {
            Interlocked.Decrement(ref _all);
        }
    }

    /// <summary>Answers requests on a connection that is one too many.</summary>
    public static Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<OverLimit>() is not { } over)
        {
            return next(http);
        }

        http.Response.Headers.Connection = "close";
        return ApiErrorWriter.WriteAsync(http.Response, ApiErrors.TooManyConnections(over.Most), http.RequestAborted);
    }

    private async Task CountedAsync(IPAddress address, ConnectionContext connection, ConnectionDelegate next)
    {
        var open = _open.AddOrUpdate(address, 1, static (_, n) => n + 1);
        if (live.Current.Options.Limits.MaxConnectionsPerAddress is { } most && open > most)
        {
            connection.Features.Set(new OverLimit(most));
        }

        try
        {
            await next(connection);
        }
        finally
        {
            Leave(address);
        }
    }

    // Counted without a limit too: one may come while connections are open.
    private IPAddress? ClientOf(ConnectionContext connection) =>
        connection is { RemoteEndPoint: IPEndPoint remote, LocalEndPoint: IPEndPoint local } && local.Port != _adminPort ? remote.Address : null;

    // An address without connections is forgotten: the table is as large as the clients that are connected.
    private void Leave(IPAddress address)
    {
        if (_open.AddOrUpdate(address, 0, static (_, n) => n - 1) <= 0)
        {
            _open.TryRemove(KeyValuePair.Create(address, 0));
        }
    }

    private sealed record OverLimit(int Most);
}
