using Microsoft.Extensions.Logging.Abstractions;

namespace SageServe.Scaler.Tests;

public sealed class ScrapeRig : DemandRig
{
    private ScrapedDemand? _source;

    internal ScrapedDemand NewSource(ScalerOptions options) =>
        new(LiveOf(options), new GatewayScraper(Http, NullLogger<GatewayScraper>.Instance), Clock);

    internal override async Task<OwnSource> OpenOn(params ScriptedGateway[] gateways)
    {
        GatewayTarget[] targets = [.. gateways.Select(g => new GatewayTarget { Region = g.Region.Value, AdminUrl = g.Url })];
        var source = NewSource(Options with { Source = Options.Source with { Gateways = targets, Timeout = TimeSpan.FromMilliseconds(500) } });
        await source.StartAsync(default);
        return new OwnSource(source, async () =>
        {
            await source.StopAsync(default);
            source.Dispose();
        });
    }

    internal override Task CutOff()
    {
        Gateway.Broken = true;
        return Task.CompletedTask;
    }

    private protected override async Task<IDemandSource> Open()
    {
        _source = NewSource(Options);
        await _source.StartAsync(default);
        return _source;
    }

    private protected override async ValueTask Close()
    {
        await _source!.StopAsync(default);
        _source.Dispose();
    }
}
