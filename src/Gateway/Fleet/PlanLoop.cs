using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Takes the scaler's plan from its file when there is one; the file may come and go.</summary>
internal sealed class PlanLoop(FleetObserver observer, HeadroomBook headroom, EnvelopeClock clock, GatewayOptions options, ILogger<PlanLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private (DateTime Written, long Length) _seen;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.PlanFile is not { } path)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, clock.Real.Time);
        do
        {
            Look(path);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Look(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || (file.LastWriteTimeUtc, file.Length) == _seen)
            {
                return;
            }

            var state = (file.LastWriteTimeUtc, file.Length);
            var plan = JsonSerializer.Deserialize(File.ReadAllBytes(path), SharedJson.Default.PlanDocument)
                ?? throw new JsonException("The plan file is empty.");
            observer.Advise(plan.ToAdvice(clock.Document));
            headroom.Take(plan, clock.Document);
            _seen = state;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            GatewayLog.PlanNotRead(logger, e, path);
        }
    }
}
