using System.Diagnostics;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// The span of each inference request: HTTP's attributes and OpenTelemetry's gen_ai ones; never a prompt, an answer, a key or a name that a
/// client chose, but for a model that is served. Nothing is done when nobody listens.
/// </summary>
internal static class GatewayTracing
{
    public const string Provider = "sageserve";

    public static readonly ActivitySource Source = new("SageServe.Gateway", ServiceVersion.Current);

    /// <summary>Begins at arrival; the client's span is its parent.</summary>
    public static Activity? Begin(HttpContext http, EngineRoute route)
    {
        if (!Source.HasListeners() || WarmUp.IsOwn(http.Request))
        {
            return null;
        }

        var headers = http.Request.Headers;
        if (!ActivityContext.TryParse(headers.TraceParent, headers.TraceState, isRemote: true, out var parent))
        {
            // A span of the framework's that nobody exports would be no parent.
            Activity.Current = null;
        }

        return Source.StartActivity(
            ActivityKind.Server,
            parent,
            [new("http.request.method", HttpMethods.Post), new("http.route", route.Path), new("url.path", route.Path), new("url.scheme", http.Request.Scheme)],
            name: $"{HttpMethods.Post} {route.Path}");
    }

    /// <summary>A line of a batch has no caller that waits: its span is the root of a trace.</summary>
    public static Activity? BeginLine(InferenceRequest request, string path)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        Activity.Current = null;
        var operation = EngineRoute.OperationOf(path);
        var span = Source.StartActivity($"batch {operation} {request.Model}", ActivityKind.Consumer, default(ActivityContext));
        Describe(span, operation, request.Model.Value, request);
        return span;
    }

    public static void Admit(Activity? span, EngineRoute route, Admitted admitted)
    {
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        Describe(span, route.Operation, admitted.AskedModel, admitted.Request);
        span.SetTag("gen_ai.request.max_tokens", admitted.MaxTokens);
        if (admitted.Choices != 1)
        {
            span.SetTag("gen_ai.request.choice.count", admitted.Choices);
        }
    }

    /// <summary>It never became a request.</summary>
    public static void Refused(Activity? span, ApiError error)
    {
        span?.SetTag("http.response.status_code", error.Status).SetTag("error.type", error.Code);
        if (error.Status >= StatusCodes.Status500InternalServerError)
        {
            span?.SetStatus(ActivityStatusCode.Error);
        }
    }

    /// <summary>The message of an exception may hold what a client sent: only its kind is told.</summary>
    public static void Failed(Activity? span, Exception exception) =>
        span?.SetTag("error.type", exception.GetType().FullName).SetStatus(ActivityStatusCode.Error);

    /// <summary>Takes the span of a line back that found no room; it will come again.</summary>
    public static void Forget(Activity? span)
    {
        if (span is not null)
        {
            span.IsAllDataRequested = false;
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }

    /// <param name="span">The request's.</param>
    /// <param name="seen">What happened.</param>
    /// <param name="request">To what.</param>
    /// <param name="response">What the client got; null for a line of a batch.</param>
    public static void End(Activity? span, RequestObservation seen, InferenceRequest request, HttpResponse? response = null)
    {
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        span.SetTag("gen_ai.usage.input_tokens", seen.PromptTokens)
            .SetTag("gen_ai.usage.output_tokens", seen.OutputTokens)
            .SetTag("gen_ai.response.time_to_first_chunk", seen.Streaming ? seen.Ttft?.TotalSeconds : null)
            .SetTag("sageserve.outcome", seen.Outcome.ToString())
            .SetTag("sageserve.region", seen.ServedIn.Value)
            .SetTag("sageserve.replica", seen.Instance.Value)
            .SetTag("sageserve.attempts", seen.Attempts)
            .SetTag("sageserve.hold_seconds", seen.Held > TimeSpan.Zero ? seen.Held.TotalSeconds : null);
        if (response is not null)
        {
            span.SetTag("http.response.status_code", seen.Outcome == RequestOutcome.ClientLeft && !response.HasStarted ? StatusCodes.Status499ClientClosedRequest : response.StatusCode);
        }

        SetOutcome(span, seen, request);
    }

    private static void Describe(Activity? span, string operation, string askedModel, InferenceRequest request) => span?
        .SetTag("gen_ai.operation.name", operation)
        .SetTag("gen_ai.provider.name", Provider)
        .SetTag("gen_ai.request.model", askedModel)
        .SetTag("gen_ai.request.stream", request.Streaming ? true : null)
        .SetTag("sageserve.request_id", request.Id.Value)
        .SetTag("sageserve.tier", request.Tier.WireName())
        .SetTag("sageserve.origin_region", request.Origin.Value);

    // What the caller did wrong, or gave up, is no error of a server's span.
    private static void SetOutcome(Activity span, RequestObservation seen, InferenceRequest request)
    {
        switch (seen.Outcome)
        {
            case RequestOutcome.Completed:
                span.SetTag("gen_ai.response.model", request.Adapter ?? request.Model.Value);
                break;
            case RequestOutcome.ClientLeft:
                break;
            case RequestOutcome.Invalid or RequestOutcome.QuotaExceeded:
                span.SetTag("error.type", seen.Outcome.ToString());
                break;
            default:
                span.SetTag("error.type", seen.Outcome.ToString()).SetStatus(ActivityStatusCode.Error);
                break;
        }
    }
}
