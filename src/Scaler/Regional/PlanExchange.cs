using System.Globalization;
using System.Text.Json;
using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>
/// Takes the greatest plan that any region has. Everybody tells its own last plan to whoever asks, so that a plan comes to every region also
/// when its maker is gone, and a region that was cut off has the newest as soon as it reaches one other.
/// </summary>
internal sealed class PlanExchange(PeerClient peers, PlanPublisher publisher, RegionalOptions options, SteadyClock clock, ILogger<PlanExchange> logger) : BackgroundService
{
    public const string Path = "/peer/v1/plan";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(options.Interval, clock.Time);
        do
        {
            await Task.WhenAll(peers.Regions.Select(r => AskAsync(r, stoppingToken)));
        }
        while (await beat.WaitForNextTickAsync(stoppingToken));
    }

    private async Task AskAsync(RegionId region, CancellationToken stop)
    {
        var last = publisher.Last;
        var path = string.Create(CultureInfo.InvariantCulture, $"{Path}?epoch={last?.Epoch ?? 0}&version={last?.Version ?? 0}");
        try
        {
            if (await peers.SendAsync(region, HttpMethod.Get, path, null, stop) is { } json && JsonSerializer.Deserialize(json, SharedJson.Default.PlanDocument) is { } plan)
            {
                publisher.Accept(plan);
            }
        }
        catch (Exception e) when (e is HttpRequestException or KubernetesException or JsonException or IOException)
        {
            // Whoever plans tells of silent peers; here the last plan just stands.
            logger.PeerPlanNotRead(region, e.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }
}
