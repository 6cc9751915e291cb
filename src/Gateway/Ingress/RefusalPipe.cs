using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace SageServe.Gateway;

/// <summary>A connection whose last answer may be amended. Where HTTP is read it is found among the features.</summary>
internal sealed class RefusalPipe(IDuplexPipe inner) : IDuplexPipe
{
    private readonly RefusalWriter _output = new(inner.Output);

    public PipeReader Input => inner.Input;

    public PipeWriter Output => _output;

    /// <summary>Connection middleware, to be used inside TLS.</summary>
    public static async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var transport = connection.Transport;
        var pipe = new RefusalPipe(transport);
        connection.Features.Set(pipe);
        connection.Transport = pipe;
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }
    }

    public void Amend(string headers, ReadOnlyMemory<byte> body) => _output.Amend(headers, body);
}
