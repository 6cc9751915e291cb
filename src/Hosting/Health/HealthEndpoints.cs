using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Hosting;

/// <summary>Live: the process answers. Ready: no check has a reason against traffic.</summary>
internal static class HealthEndpoints
{
    public static IEnumerable<IEndpointConventionBuilder> Map(IEndpointRouteBuilder endpoints, string serviceName)
    {
        yield return endpoints.MapGet("/healthz/live", (RequestDelegate)(c => Json(c, 200, w => w.WriteString("status", "live"))));
        yield return endpoints.MapGet("/healthz/ready", (RequestDelegate)Ready);
        yield return endpoints.MapGet("/version", (RequestDelegate)(c => Json(c, 200, w =>
        {
            w.WriteString("name", serviceName);
            w.WriteString("version", ServiceVersion.Current);
        })));
    }

    private static Task Ready(HttpContext context)
    {
        var reasons = new List<(string Name, string Because)>();
        foreach (var check in context.RequestServices.GetServices<IReadinessCheck>())
        {
            if (check.NotReadyBecause() is { } because)
            {
                reasons.Add((check.Name, because));
            }
        }

        return Json(context, reasons.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, w =>
        {
            w.WriteString("status", reasons.Count == 0 ? "ready" : "not ready");
            w.WriteStartObject("reasons");
            foreach (var (name, because) in reasons)
            {
                w.WriteString(name, because);
            }

            w.WriteEndObject();
        });
    }

    private static async Task Json(HttpContext context, int status, Action<Utf8JsonWriter> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        writer.WriteStartObject();
        body(writer);
        writer.WriteEndObject();
        await writer.FlushAsync(context.RequestAborted);
    }
}
