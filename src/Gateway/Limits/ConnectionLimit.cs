using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace SageServe.Gateway;

/// <summary>
/// Counts the open connections of each client address on the public listener. One too many is marked, not cut: its request gets an answer
/// that says why.
/// </summary>
internal sealed class ConnectionLimit(GatewayOptions options)
{
    private readonly ConcurrentDictionary<IPAddress, int> _open = new();
    private readonly int _adminPort = new Uri(options.AdminUrl).Port;

    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (options.Limits.MaxConnectionsPerAddress is not { } most
            || connection is not { RemoteEndPoint: IPEndPoint remote, LocalEndPoint: IPEndPoint local }
            || local.Port == _adminPort)
        {
            await next(connection);
            return;
        }

        if (_open.AddOrUpdate(remote.Address, 1, static (_, n) => n + 1) > most)
        {
            connection.Features.Set(new OverLimit(most));
        }

        try
        {
            await next(connection);
        }
        finally
        {
            Leave(remote.Address);
        }
    }

    /// <summary>Answers requests on a connection that is one too many.</summary>
    public static async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<OverLimit>() is not { } over)
        {
            await next(http);
            return;
        }

        http.Response.Headers.Connection = "close";
        await ApiErrorWriter.WriteAsync(http.Response, ApiErrors.TooManyConnections(over.Most), http.RequestAborted);
    }

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
