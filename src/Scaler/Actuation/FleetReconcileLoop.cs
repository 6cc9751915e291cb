namespace SageServe.Scaler;

/// <summary>Keeps the fleet files true several times a second, in dry run too: the file is the gateways' directory.</summary>
internal sealed class FleetReconcileLoop(LocalFleetActuator actuator, LiveConfiguration live, SteadyClock clock, ILogger<FleetReconcileLoop> logger)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(actuator.Regions.Select(r => KeepAsync(r, stoppingToken)));

    private async Task KeepAsync(LocalRegionFleet region, CancellationToken stop)
    {
        using var beat = new PeriodicTimer(live.Current.Options.Actuator.ReconcileInterval, clock.Time);
        do
        {
            beat.Period = live.Current.Options.Actuator.ReconcileInterval;
            try
            {
                await region.ReconcileAsync(stop);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                logger.FleetFileFailed(region.Region, e.Message);
            }
        }
        while (await beat.WaitForNextTickAsync(stop));
    }
}
