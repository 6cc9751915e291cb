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
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string Exporter = "OTEL_TRACES_EXPORTER";
    private const string Disabled = "OTEL_SDK_DISABLED";

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
        export.Protocol = configuration["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"] switch
        {
            "grpc" => OtlpExportProtocol.Grpc,
            "http/protobuf" => OtlpExportProtocol.HttpProtobuf,
            _ => export.Protocol,
        };
        if (Uri.TryCreate(configuration[TracesEndpoint], UriKind.Absolute, out var endpoint))
        {
            export.Endpoint = endpoint;
        }

        if (Has(configuration, "OTEL_EXPORTER_OTLP_TRACES_HEADERS"))
        {
            export.Headers = configuration["OTEL_EXPORTER_OTLP_TRACES_HEADERS"];
        }
    }

    private static bool IsWanted(ConfigurationManager configuration) =>
        (Has(configuration, Endpoint) || Has(configuration, TracesEndpoint))
        && !string.Equals(configuration[Disabled], "true", StringComparison.OrdinalIgnoreCase)
        && !string.Equals(configuration[Exporter], "none", StringComparison.OrdinalIgnoreCase);

    private static bool Has(ConfigurationManager configuration, string name) => !string.IsNullOrWhiteSpace(configuration[name]);
}
