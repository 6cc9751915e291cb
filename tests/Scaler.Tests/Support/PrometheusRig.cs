using Microsoft.Extensions.Logging.Abstractions;

namespace SageServe.Scaler.Tests;

public sealed class PrometheusRig : DemandRig
{
    private PrometheusServer? _server;

    internal PrometheusDemand NewSource(string url) => new(
        LiveOf(Options with { Source = Options.Source with { Kind = SourceOptions.Prometheus, PrometheusUrl = url } }),
        Http,
        Clock,
        NullLogger<PrometheusDemand>.Instance);

    internal override async Task<OwnSource> OpenOn(params ScriptedGateway[] gateways)
    {
        var server = await PrometheusServer.Start([.. gateways.Select(g => g.Address)], TimeSpan.FromMilliseconds(100));
        return new OwnSource(NewSource(server.Url), server.DisposeAsync);
    }

    internal override Task CutOff() => _server!.Kill();

    private protected override async Task<IDemandSource> Open()
    {
        _server = await PrometheusServer.Start([Gateway.Address], TimeSpan.FromMilliseconds(100));
        return NewSource(_server.Url);
    }

    private protected override ValueTask Close() => _server!.DisposeAsync();
}
