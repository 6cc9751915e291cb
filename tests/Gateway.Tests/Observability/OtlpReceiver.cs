using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace SageServe.Gateway.Tests;

/// <summary>A real OTLP collector's front door: HTTP with protobuf, or gRPC, on a socket.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const int GrpcPrefix = 5;
    private readonly WebApplication _app;
    private readonly bool _grpc;

    private OtlpReceiver(WebApplication app, bool grpc) => (_app, _grpc) = (app, grpc);

    public ConcurrentQueue<OtlpSpan> Spans { get; } = new();

    public ConcurrentQueue<byte[]> Bodies { get; } = new();

    public ConcurrentQueue<string> Paths { get; } = new();

    public string Url => _app.Urls.Single();

    public string Protocol => _grpc ? "grpc" : "http/protobuf";

    public static async Task<OtlpReceiver> StartAsync(bool grpc = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0")
            .ConfigureKestrel(k => k.ConfigureEndpointDefaults(e => e.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var app = builder.Build();
        var receiver = new OtlpReceiver(app, grpc);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Sends a gateway's traces here, without a wait between batches.</summary>
    public GatewaySetup Traced(GatewaySetup setup, string? sampler = null, string? argument = null) => setup with
    {
        AdjustAll = root =>
        {
            root["OTEL_EXPORTER_OTLP_ENDPOINT"] = Url;
            root["OTEL_EXPORTER_OTLP_PROTOCOL"] = Protocol;
            root["OTEL_BSP_SCHEDULE_DELAY"] = "50";
            root["OTEL_TRACES_SAMPLER"] = sampler;
            root["OTEL_TRACES_SAMPLER_ARG"] = argument;
            setup.AdjustAll?.Invoke(root);
        },
    };

    /// <summary>Waits until this many spans of a kind have come.</summary>
    public async Task<OtlpSpan[]> UntilAsync(int count, Func<OtlpSpan, bool> which)
    {
        await Eventually.True(() => Spans.Count(which) >= count, $"{count} spans");
        return [.. Spans.Where(which)];
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes);
        var body = bytes.ToArray();
        Bodies.Enqueue(body);
        Paths.Enqueue(http.Request.Path);
        foreach (var span in OtlpSpan.All(_grpc ? body[GrpcPrefix..] : body))
        {
            Spans.Enqueue(span);
        }

        http.Response.ContentType = _grpc ? "application/grpc" : "application/x-protobuf";
        if (_grpc)
        {
            await http.Response.Body.WriteAsync(new byte[GrpcPrefix]);
            http.Response.AppendTrailer("grpc-status", "0");
        }
    }
}
