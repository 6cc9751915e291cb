using System.Diagnostics;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>The span of each attempt at a replica or peer: a child of the request's, and the parent of what the upstream traces.</summary>
internal static class AttemptTracing
{
    /// <summary>What serves behind this gateway.</summary>
    public const string Engine = "vllm";

    public static Activity? Begin(Exchange exchange, string url, bool relayed)
    {
        if (exchange.Span is not { IsAllDataRequested: true } request)
        {
            return null;
        }

        var target = new Uri(url);
        var (operation, model) = (EngineRoute.OperationOf(exchange.Path), exchange.Request.Adapter ?? exchange.Request.Model.Value);
        exchange.AttemptSpan = GatewayTracing.Source.StartActivity(
            ActivityKind.Client,
            request.Context,
            [
                new("gen_ai.operation.name", operation),
                new("gen_ai.provider.name", relayed ? GatewayTracing.Provider : Engine),
                new("gen_ai.request.model", model),
                new("server.address", target.Host),
                new("server.port", target.Port),
                new("sageserve.attempt", exchange.Attempts),
                new("sageserve.region", exchange.ServedIn.Value),
            ],
            name: $"{operation} {model}");
        return exchange.AttemptSpan?
            .SetTag("gen_ai.request.stream", exchange.Request.Streaming ? true : null)
            .SetTag("sageserve.replica", exchange.Instance.Value);
    }

    /// <param name="span">The attempt's.</param>
    /// <param name="exchange">Whose attempt.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="status">The upstream's; 0 when it said none.</param>
    public static void End(Activity? span, Exchange exchange, AttemptOutcome outcome, int status)
    {
        exchange.AttemptSpan = null;
        if (span is null)
        {
            return;
        }

        span.SetTag("http.response.status_code", status > 0 ? status : null);
        if (outcome == AttemptOutcome.Succeeded)
        {
            span.SetTag("gen_ai.usage.input_tokens", exchange.PromptTokens).SetTag("gen_ai.usage.output_tokens", exchange.OutputTokens);
            exchange.Marks?.Tell(span);
            exchange.Marks?.Tell(exchange.Span);
            return;
        }

        span.SetTag("error.type", outcome.ToString());
        if (outcome is not (AttemptOutcome.ClientLeft or AttemptOutcome.Cancelled))
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }
}
