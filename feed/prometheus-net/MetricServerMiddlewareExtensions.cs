using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Prometheus;

public static class MetricServerMiddlewareExtensions
{
    /// <summary>Serves a registry in the text format; the default one unless another is given.</summary>
    public static IEndpointConventionBuilder MapMetrics(
        this IEndpointRouteBuilder endpoints,
        string pattern = "/metrics",
        CollectorRegistry? registry = null)
    {
        var exported = registry ?? Metrics.DefaultRegistry;
        return endpoints.Map(pattern, (RequestDelegate)(context => ExportAsync(context, exported))).WithDisplayName("Prometheus metrics");
    }

    private static Task ExportAsync(HttpContext context, CollectorRegistry registry)
    {
        context.Response.ContentType = ExpositionWriter.ContentType;
        return registry.CollectAndExportAsTextAsync(context.Response.Body, context.RequestAborted);
    }
}
