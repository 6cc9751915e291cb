using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace SageServe.Gateway;

/// <summary>
/// One attempt, and YARP's view of it. The attempt has an <see cref="HttpContext"/> of its own whose response is our sink, so that
/// nothing that YARP does to a failed response (502, clearing, aborting) can touch the client's; the next attempt starts clean.
/// </summary>
internal sealed class UpstreamAttempt : HttpTransformer
{
    private readonly Exchange _exchange;
    private readonly AnswerStream _answer;
    private readonly string? _relay;
    private readonly string? _signature;
    private readonly EngineKey? _key;

    public UpstreamAttempt(Exchange exchange, AnswerStream answer, string? relay = null, string? signature = null, EngineKey? key = null)
    {
        _exchange = exchange;
        _answer = answer;
        _relay = relay;
        _signature = signature;
        _key = key;
        Context = NewContext(exchange, answer);
    }

    public HttpContext Context { get; }

    /// <summary>The upstream's status; 0 before its headers came.</summary>
    public int UpstreamStatus { get; private set; }

    /// <summary>How long the upstream asked to be left alone with its 429 or 503; zero when it did not.</summary>
    public TimeSpan RetryAfter { get; private set; }

    /// <summary>
    /// Answers after which another replica may do better: overload, a dying engine, a gateway in between. An engine that refuses the
    /// gateway's own key is its operator's fault: the client's key is fine, and it must not be told otherwise.
    /// </summary>
    public static bool IsRetryable(int status) => status is 401 or 403 or 407 or 429 or 500 or 502 or 503 or 504;

    public override ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        // Headers are chosen, not copied: keys, cookies and hop-by-hop headers of the client stay here.
        var headers = proxyRequest.Headers;
        headers.TryAddWithoutValidation("Accept", _exchange.Accept ?? "*/*");
        headers.TryAddWithoutValidation(HeaderNames.RequestId, _exchange.PublicId);
        AddTrace(headers);

        if (_key?.Header is { } authorization)
        {
            headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (_relay is not null)
        {
            headers.TryAddWithoutValidation(HeaderNames.Relay, _relay);
            headers.TryAddWithoutValidation(HeaderNames.Signature, _signature);
        }

        if (proxyRequest.Content is { } content)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", _exchange.ContentType ?? "application/json");
            content.Headers.ContentLength = _exchange.Body.Length;
        }

        return default;
    }

    public override ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
        {
            return new ValueTask<bool>(false);
        }

        UpstreamStatus = (int)proxyResponse.StatusCode;
        if (IsRetryable(UpstreamStatus))
        {
            RetryAfter = UpstreamStatus is 429 or 503 ? UpstreamRest.Of(proxyResponse) : TimeSpan.Zero;
            return new ValueTask<bool>(false);
        }

        _exchange.Status = UpstreamStatus;
        var mediaType = proxyResponse.Content.Headers.ContentType?.MediaType;
        _exchange.IsEventStream = mediaType == "text/event-stream";
        _exchange.IsJson = mediaType is "application/json" or "application/problem+json";
        if (_key?.Header is not null)
        {
            ResponseHeaders.Hide(_key, proxyResponse);
        }

        _exchange.Sink.Begin(proxyResponse, _exchange);
        _answer.Begin();
        return new ValueTask<bool>(true);
    }

    public override ValueTask TransformResponseTrailersAsync(
        HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken) => default;

    // Our own span, or the client's where we have none: the trace goes on either way.
    private void AddTrace(HttpRequestHeaders headers)
    {
        var (parent, state) = _exchange.Trace;
        if (string.IsNullOrEmpty(parent))
        {
            return;
        }

        headers.TryAddWithoutValidation("traceparent", parent);
        if (!string.IsNullOrEmpty(state))
        {
            headers.TryAddWithoutValidation("tracestate", state);
        }
    }

    private static DefaultHttpContext NewContext(Exchange exchange, AnswerStream answer)
    {
        var features = new FeatureCollection(8);
        var request = new HttpRequestFeature
        {
            Protocol = "HTTP/1.1",
            Method = HttpMethods.Post,
            Scheme = "http",
            Path = exchange.Path,
            Body = new BodyStream(exchange.Body),
        };
        request.Headers.ContentLength = exchange.Body.Length;
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpRequestBodyDetectionFeature>(HasBody.Instance);
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature { RequestAborted = exchange.ClientGone });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
        return new DefaultHttpContext(features);
    }
}
