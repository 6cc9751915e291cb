using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Tells the shared limits what was used and fetches slices, in the background: on a beat, and at once when a key runs short. No request
/// waits for it; while Redis is away, requests use what <see cref="Allowance"/> grants without it.
/// </summary>
internal sealed class QuotaSync(QuotaDesk desk, QuotaMetrics metrics, GatewayOptions options, SteadyClock clock, ILogger<QuotaSync> logger) : BackgroundService
{
    private static readonly TimeSpan PresencePause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(10);

    /// <summary>Longer than a day, so that no day's spending is forgotten.</summary>
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromHours(25);

    private readonly SemaphoreSlim _urgent = new(0);
    private int _signalled;
    private Instant _presentAt = Instant.Min;
    private int _gateways = options.Quota.Gateways;

    public override void Dispose()
    {
        _urgent.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Quota.Redis is not { } endpoint)
        {
            await ForgetAsync(stoppingToken);
            return;
        }

        desk.Link = new QuotaLink(QuotaMode.Cut, _gateways);
        desk.Urgent += Signal;
        await using var shared = new SharedLimits(endpoint, clock.Time);
        while (!stoppingToken.IsCancellationRequested)
        {
            await PassAsync(shared, clock.Now, stoppingToken);
            await Task.Delay(ShortestPause, clock.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ((Task)_urgent.WaitAsync(options.Quota.Beat, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Volatile.Write(ref _signalled, 0);
        }

        desk.Urgent -= Signal;
        await LeaveAsync(shared);
    }

    private async Task ForgetAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                desk.Forget(ForgetAfter);
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private async Task PassAsync(SharedLimits shared, Instant now, CancellationToken stop)
    {
        try
        {
            if (now - _presentAt >= PresencePause || desk.Link.Mode == QuotaMode.Cut)
            {
                _gateways = await shared.PresentAsync(stays: true, stop);
                _presentAt = now;
                desk.Forget(ForgetAfter);
            }

            await Task.WhenAll(desk.All.Select(a => ReportAsync(shared, a, now, stop)));
            Become(new QuotaLink(QuotaMode.Linked, _gateways));
        }
        catch (DeferredStoreException e)
        {
            metrics.SyncFailed();
            if (desk.Link.Mode == QuotaMode.Linked)
            {
                GatewayLog.QuotaCut(logger, _gateways, e.Message);
            }

            Become(new QuotaLink(QuotaMode.Cut, _gateways));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The gateway stops.
        }
    }

    private async Task ReportAsync(SharedLimits shared, QuotaAccount account, Instant now, CancellationToken stop)
    {
        if (account.Report(now) is { } report)
        {
            var answer = await shared.ReportAsync(account.Id, report, _gateways, stop);
            account.Answered(answer, desk.Link, clock.Now);
        }
    }

    // Slices go back, so that the next gateway need not wait for the refill.
    private async Task LeaveAsync(SharedLimits shared)
    {
        try
        {
            var idle = clock.Now + Allowance.SliceExpiry;
            await Task.WhenAll(desk.All.Select(a => ReportAsync(shared, a, idle, CancellationToken.None)));
            await shared.PresentAsync(stays: false, CancellationToken.None);
        }
        catch (DeferredStoreException e)
        {
            GatewayLog.QuotaCut(logger, _gateways, e.Message);
        }
    }

    private void Become(QuotaLink link)
    {
        if (desk.Link != link)
        {
            desk.Link = link;
        }

        metrics.Linked(link);
    }

    private void Signal()
    {
        if (Interlocked.Exchange(ref _signalled, 1) == 0)
        {
            _urgent.Release();
        }
    }
}
