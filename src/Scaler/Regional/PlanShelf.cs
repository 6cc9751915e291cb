using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>
/// Keeps the last accepted plan in the region's own cluster while this scaler paces, and takes it from there while it stands by: a region that is cut
/// off and starts anew goes on by it, and gateways without the scaler's files read it there.
/// </summary>
internal sealed class PlanShelf(PlanMap map, ILeadership leadership, PlanPublisher publisher, RegionalOptions options, SteadyClock clock, ILogger<PlanShelf> logger) : BackgroundService
{
    private readonly SilenceLog _silence = new();
    private (long, long) _kept;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(options.Interval, clock.Time);
        do
        {
            try
            {
                await StepAsync(stoppingToken);
                if (_silence.Ends(""))
                {
                    logger.PlanKeptAgain(options.Leases.PlanName);
                }
            }
            catch (Exception e) when (e is KubernetesException or HttpRequestException or IOException or System.Text.Json.JsonException)
            {
                if (_silence.Begins(""))
                {
                    logger.PlanNotKept(options.Leases.PlanName, e.Message);
                }
            }
        }
        while (await beat.WaitForNextTickAsync(stoppingToken));
    }

    private async Task StepAsync(CancellationToken stop)
    {
        // Who paces without any plan has just begun: what was accepted here before stands until there is a newer one.
        if (!leadership.Paces || publisher.Last is null)
        {
            Accept(await map.ReadNewAsync(stop));
        }
        else if (publisher.Last is { } last && (last.Epoch, last.Version) != _kept)
        {
            Accept(await map.KeepAsync(last, stop));
            _kept = (last.Epoch, last.Version);
        }
    }

    private void Accept(PlanDocument? plan)
    {
        if (plan is not null)
        {
            publisher.Accept(plan);
        }
    }
}
