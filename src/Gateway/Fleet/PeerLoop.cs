using System.Collections.Immutable;
using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Asks the peers for their summaries. The next snapshot holds them.</summary>
internal sealed class PeerLoop(PeerDirectory peers, FleetObserver observer, SteadyClock clock, GatewayOptions options, ILogger<PeerLoop> logger)
    : BackgroundService
{
    private readonly HttpClient _http = PeerHttp.Create(TimeSpan.FromSeconds(2));

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.PeerInterval, clock.Time);
        do
        {
            await Task.WhenAll(peers.Regions.Select(r => AskAsync(r, stoppingToken)));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task AskAsync(RegionId region, CancellationToken cancellation)
    {
        if (peers.UrlOf(region) is not { } url)
        {
            return;
        }

        try
        {
            using var request = PeerHttp.Get(peers, url, PeerEndpoint.SummariesPath);
            using var response = await _http.SendAsync(request, cancellation);
            if (!response.IsSuccessStatusCode)
            {
                GatewayLog.PeerRefusedSummaries(logger, region.Value, (int)response.StatusCode);
                return;
            }

            var json = await response.Content.ReadAsByteArrayAsync(cancellation);
            var summaries = JsonSerializer.Deserialize(json, SharedJson.Default.ImmutableArrayRegionSummary);
            observer.Hear(region, summaries.IsDefault ? [] : [.. summaries.Where(s => s.Region == region).DistinctBy(s => s.Model)]);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or JsonException)
        {
            // A silent peer's summaries grow old and are forgotten.
        }
    }
}
