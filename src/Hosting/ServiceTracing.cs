using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace SageServe.Hosting;

/// <summary>Traces of the product's own sources (<c>SageServe.*</c>), sent by OTLP when the usual variable names a collector.</summary>
internal static class ServiceTracing
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void Add(WebApplicationBuilder builder, string serviceName)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[Endpoint]))
        {
            return;
        }

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(serviceName, serviceVersion: ServiceVersion.Current))
            .WithTracing(tracing => tracing.AddSource("SageServe.*").AddOtlpExporter());
    }
}
