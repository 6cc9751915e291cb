using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace SageServe.Kubernetes;

/// <summary>Puts the current token on each request. A token that is refused was perhaps replaced in that moment: it is read again, and a new one is tried once.</summary>
internal sealed class TokenHandler(Func<string?> token, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = token();
        Put(request, sent);
        var response = await TryAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized || token() is not { Length: > 0 } now || now == sent)
        {
            return response;
        }

        response.Dispose();
        Put(request, now);
        return await TryAsync(request, cancellationToken);
    }

    // A connection that ends in the moment in which it was made comes out of .NET's pool as a bare fault of its socket.
    private async Task<HttpResponseMessage> TryAsync(HttpRequestMessage request, CancellationToken cancellationToken)
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

    private static void Put(HttpRequestMessage request, string? text)
    {
        if (text is { Length: > 0 })
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", text);
        }
    }
}
