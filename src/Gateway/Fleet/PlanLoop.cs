using System.Text.Json;
using SageServe.Hosting;
using SageServe.Kubernetes;

namespace SageServe.Gateway;

/// <summary>Takes the scaler's plan from wherever it is published, when there is one. Without it routing goes by its own rules.</summary>
internal sealed class PlanLoop(FleetObserver observer, HeadroomBook headroom, EnvelopeClock clock, GatewayOptions options, ILogger<PlanLoop> logger) : BackgroundService
{
    private readonly IPlanSource? _source = PlanSources.Open(options, clock.Real);

    public override void Dispose()
    {
        (_source as IDisposable)?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_source is not { } source)
        {
            return;
        }

        using var timer = new PeriodicTimer(source.Interval, clock.Real.Time);
        do
        {
            await LookAsync(source, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(IPlanSource source, CancellationToken stop)
    {
        try
        {
            if (await source.ReadNewAsync(stop) is { } plan)
            {
                observer.Advise(plan.ToAdvice(clock.Document));
                headroom.Take(plan, clock.Document);
            }
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException or KubernetesException or HttpRequestException)
        {
            GatewayLog.PlanNotRead(logger, e, source.Name);
        }
    }
}
