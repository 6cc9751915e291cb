using System.Net.Http.Headers;

namespace SageServe.Kubernetes;

/// <summary>Puts the current token on each request.</summary>
internal sealed class TokenHandler(Func<string?> token, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (token() is { Length: > 0 } text)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", text);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
