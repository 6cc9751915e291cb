namespace SageServe.Scaler;

/// <summary>Keeps the watches open, and compares what is wanted with what is at each beat. It moves only while this scaler may.</summary>
internal sealed class KubernetesFleetLoop(KubernetesFleetActuator actuator, ILeadership leadership, LiveConfiguration live, SteadyClock clock, ILogger<KubernetesFleetLoop> logger)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(actuator.RunAsync(stoppingToken), KeepAsync(stoppingToken));

    private async Task KeepAsync(CancellationToken stop)
    {
        using var beat = new PeriodicTimer(live.Current.Options.Actuator.ReconcileInterval, clock.Time);
        do
        {
            beat.Period = live.Current.Options.Actuator.ReconcileInterval;
            try
            {
                await actuator.ReconcileAsync(leadership.Paces && !live.Current.Options.DryRun, stop);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                logger.FleetFileFailed(actuator.Region, e.Message);
            }
        }
        while (await beat.WaitForNextTickAsync(stop));
    }
}
