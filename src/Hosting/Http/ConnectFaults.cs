using System.Net.Sockets;

namespace SageServe.Hosting;

/// <summary>
/// Tells a connection that ends in the moment in which it was made as what it is, a failed connect: .NET's connection pool asks the socket for its
/// other end and lets that <see cref="SocketException"/> through, which nobody who calls expects.
/// </summary>
public sealed class ConnectFaults(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <exception cref="HttpRequestException">Instead of a bare <see cref="SocketException"/>.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (SocketException e)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, e.Message, e);
        }
    }
}
