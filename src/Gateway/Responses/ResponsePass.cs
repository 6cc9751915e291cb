using Yarp.ReverseProxy.Forwarder;

namespace SageServe.Gateway;

/// <summary>What goes to whoever keeps a response, and what of its answer goes to the client.</summary>
internal sealed class ResponsePass(KnownResponse response, EngineKey? key, (string Ticket, string Signature) relay, string publicId) : HttpTransformer
{
    /// <summary>It answered what says nothing to a client: an overload, its own fault, a key that is the gateway's.</summary>
    public bool IsRefused { get; private set; }

    public override ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        var headers = proxyRequest.Headers;
        headers.TryAddWithoutValidation("Accept", httpContext.Request.Headers.Accept.ToString() is { Length: > 0 } accept ? accept : "*/*");
        headers.TryAddWithoutValidation(HeaderNames.RequestId, publicId);
        if (key?.Header is { } authorization)
        {
            headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (relay.Ticket is not null)
        {
            headers.TryAddWithoutValidation(HeaderNames.Relay, relay.Ticket);
            headers.TryAddWithoutValidation(HeaderNames.Signature, relay.Signature);
        }

        return default;
    }

    public override ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
        {
            return new ValueTask<bool>(false);
        }

        var status = (int)proxyResponse.StatusCode;
        IsRefused = UpstreamAttempt.IsRetryable(status) || (status >= StatusCodes.Status400BadRequest && proxyResponse.Content.Headers.ContentType?.MediaType != "application/json");
        if (IsRefused)
        {
            return new ValueTask<bool>(false);
        }

        if (key?.Header is not null)
        {
            ResponseHeaders.Hide(key, proxyResponse);
        }

        ResponseHeaders.Copy(proxyResponse, httpContext.Response.Headers, keepsLength: true);
        httpContext.Response.Headers[HeaderNames.RequestId] = publicId;
        httpContext.Response.Headers[HeaderNames.OpenAiVersion] = ResponseHeaders.ApiVersion;
        httpContext.Response.Headers[HeaderNames.Region] = response.Region.Value;
        if (!response.Instance.IsNone)
        {
            httpContext.Response.Headers[HeaderNames.Replica] = response.Instance.Value;
        }

        return new ValueTask<bool>(true);
    }
}
