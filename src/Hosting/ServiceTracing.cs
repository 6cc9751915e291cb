using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace SageServe.Hosting;

/// <summary>
/// Traces of the product's own sources (<c>SageServe.*</c>), sent by OTLP when the usual variables name a collector. They are read by the
/// OpenTelemetry SDK from all configuration: the environment, the file, the command line.
/// </summary>
internal static class ServiceTracing
{
    public static void Add(WebApplicationBuilder builder, string serviceName)
    {
        if (!IsWanted(builder.Configuration))
        {
            return;
        }

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(serviceName, serviceVersion: ServiceVersion.Current).AddEnvironmentVariableDetector())
            .WithTracing(tracing => tracing.AddSource("SageServe.*").AddOtlpExporter(export => ReadOfTraces(export, builder.Configuration)));
    }

    // The SDK's exporter of a single signal reads the variables of all signals only.
    private static void ReadOfTraces(OtlpExporterOptions export, ConfigurationManager configuration)
    {
        export.Protocol = configuration[TracingVariables.TracesProtocol] switch
        {
            "grpc" => OtlpExportProtocol.Grpc,
            "http/protobuf" => OtlpExportProtocol.HttpProtobuf,
            _ => export.Protocol,
        };
        if (Uri.TryCreate(configuration[TracingVariables.TracesEndpoint], UriKind.Absolute, out var endpoint))
        {
            export.Endpoint = endpoint;
        }

        if (Has(configuration, TracingVariables.TracesHeaders))
        {
            export.Headers = configuration[TracingVariables.TracesHeaders];
        }
    }

    private static bool IsWanted(ConfigurationManager configuration) =>
        (Has(configuration, TracingVariables.Endpoint) || Has(configuration, TracingVariables.TracesEndpoint))
        && !string.Equals(configuration[TracingVariables.Disabled], "true", StringComparison.OrdinalIgnoreCase)
        && !string.Equals(configuration[TracingVariables.Exporter], "none", StringComparison.OrdinalIgnoreCase);

    private static bool Has(ConfigurationManager configuration, string name) => !string.IsNullOrWhiteSpace(configuration[name]);
}
