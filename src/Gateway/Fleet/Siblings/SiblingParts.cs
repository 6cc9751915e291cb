using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>What <see cref="SiblingLoop"/> works with.</summary>
internal sealed record SiblingParts(
    FleetObserver Observer,
    ReadingExchange Readings,
    ScrapeDivision Division,
    SiblingMetrics Metrics,
    SteadyClock Clock,
    TlsClients Tls,
    IHostApplicationLifetime Lifetime,
    ILogger<SiblingLoop> Logger)
{
    /// <summary>Ends when this gateway's listeners answer.</summary>
    public async Task StartedAsync(CancellationToken stop)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = Lifetime.ApplicationStarted.UnsafeRegister(static s => ((TaskCompletionSource)s!).TrySetResult(), started);
        await started.Task.WaitAsync(stop);
    }
}
