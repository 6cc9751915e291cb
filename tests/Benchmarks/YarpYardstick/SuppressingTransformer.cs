using Yarp.ReverseProxy.Forwarder;

namespace SageServe.YarpYardstick;

/// <summary>YARP's default headers; the body of an answer after which another attempt follows is not passed on.</summary>
internal sealed class SuppressingTransformer : HttpTransformer
{
    public static readonly SuppressingTransformer Instance = new();

    // As the pipeline's default transforms: X-Forwarded-* is set, the client's Host is not sent.
    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.Headers.Host = null;
        proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-For", httpContext.Connection.RemoteIpAddress?.ToString());
        proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-Host", httpContext.Request.Host.Value);
        proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-Proto", httpContext.Request.Scheme);
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken) =>
        await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken) && !Retryable.Is((int)proxyResponse!.StatusCode);
}
