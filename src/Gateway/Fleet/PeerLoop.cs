using System.Collections.Immutable;
using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Asks the peers for their summaries. The next snapshot holds them.</summary>
internal sealed class PeerLoop(PeerDirectory peers, TlsClients tls, FleetObserver observer, SteadyClock clock, GatewayOptions options, ILogger<PeerLoop> logger)
    : BackgroundService
{
    private readonly HttpClient _http = PeerHttp.Create(TimeSpan.FromSeconds(2), tls.Peers);

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
        var answers = await Task.WhenAll(peers.UrlsOf(region).Select(u => AskAsync(region, u, cancellation)));
        if (answers.Any(a => a is not null))
        {
            observer.Hear(region, Careful(answers.OfType<RegionSummary[]>().SelectMany(a => a)));
        }
    }

    /// <summary>Several gateways of a region each see a part of its load: for each model the one that sees most of it is believed.</summary>
    private static ImmutableArray<RegionSummary> Careful(IEnumerable<RegionSummary> summaries) =>
        [.. summaries.GroupBy(s => s.Model).Select(g => g.MaxBy(s => (s.Pressure.Value, s.TakenAt))!)];

    private RegionSummary[]? Own(ImmutableArray<RegionSummary> summaries, RegionId region, string url)
    {
        if (summaries.FirstOrDefault(s => s.Region != region) is not { } other)
        {
            return [.. summaries];
        }

        GatewayLog.PeerOfOtherRegion(logger, url, other.Region.Value, region.Value);
        peers.Saw(region, url, answered: false);
        return null;
    }

    /// <summary>Null when nothing usable came.</summary>
    private async Task<RegionSummary[]?> AskAsync(RegionId region, string url, CancellationToken cancellation)
    {
        try
        {
            using var request = PeerHttp.Get(peers, url, PeerEndpoint.SummariesPath);
            using var response = await _http.SendAsync(request, cancellation);
            peers.Saw(region, url, response.IsSuccessStatusCode);
            if (!response.IsSuccessStatusCode)
            {
                GatewayLog.PeerRefusedSummaries(logger, region.Value, (int)response.StatusCode);
                return null;
            }

            var json = await response.Content.ReadAsByteArrayAsync(cancellation);
            var summaries = JsonSerializer.Deserialize(json, SharedJson.Default.ImmutableArrayRegionSummary);
            return Own(summaries.IsDefault ? [] : summaries, region, url);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or JsonException)
        {
            // A silent peer's summaries grow old and are forgotten.
            peers.Saw(region, url, answered: false);
            return null;
        }
    }
}
