using System.Diagnostics;

namespace SageServe.Gateway;

/// <summary>One span for each inference request, with OpenTelemetry's gen_ai attributes; never a prompt or an answer.</summary>
internal static class GatewayTracing
{
    public static readonly ActivitySource Source = new("SageServe.Gateway");

    public static Activity? Begin(HttpContext http, EngineRoute route, InferenceRequest request)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var span = Source.StartActivity($"{route.Operation} {request.Model}", ActivityKind.Server, http.Request.Headers.TraceParent.ToString());
        return span?
            .SetTag("gen_ai.operation.name", route.Operation)
            .SetTag("gen_ai.request.model", request.Model.Value)
            .SetTag("sageserve.tier", request.Tier.WireName())
            .SetTag("sageserve.origin_region", request.Origin.Value);
    }

    public static void End(Activity? span, RequestObservation seen, Exchange exchange)
    {
        if (span is null)
        {
            return;
        }

        span.SetTag("gen_ai.usage.input_tokens", seen.PromptTokens)
            .SetTag("gen_ai.usage.output_tokens", seen.OutputTokens)
            .SetTag("http.response.status_code", exchange.Status)
            .SetTag("sageserve.outcome", seen.Outcome.ToString())
            .SetTag("sageserve.region", seen.ServedIn.Value)
            .SetTag("sageserve.replica", seen.Instance.Value)
            .SetTag("sageserve.attempts", seen.Attempts);
        if (seen.Outcome is not (RequestOutcome.Completed or RequestOutcome.ClientLeft))
        {
            span.SetStatus(ActivityStatusCode.Error).SetTag("error.type", seen.Outcome.ToString());
        }
    }
}
