using System.Threading.Channels;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Looks after batches: steps each when something happened to it here, and all unfinished ones on a beat (what other gateways wrote, expiry,
/// steps that failed).
/// </summary>
internal sealed class BatchKeeper(
    BatchShelf batches, BatchSteps steps, IdempotencyKeys keys, BatchOptions options, StoreAbsence absence, SteadyClock clock, ILogger<BatchKeeper> logger) : BackgroundService
{
    private const int StepsAtOnce = 4;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);
    private readonly Channel<string> _looks = Channel.CreateUnbounded<string>();
    private Instant _sweptAt = Instant.Min;

    /// <summary>Something happened to this batch.</summary>
    public void Look(string id) => _looks.Writer.TryWrite(id);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var beat = BeatAsync(stoppingToken);
        var workers = Enumerable.Range(0, StepsAtOnce).Select(_ => WorkAsync(stoppingToken));
        await Task.WhenAll(workers.Append(beat));
    }

    private async Task BeatAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(options.KeeperBeat, clock.Time);
        try
        {
            do
            {
                await GuardedAsync(() => LookAroundAsync(stopping), stopping);
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopping.
        }
        finally
        {
            _looks.Writer.TryComplete();
        }
    }

    private async Task LookAroundAsync(CancellationToken stopping)
    {
        await batches.DiscoverAsync(stopping);
        foreach (var run in batches.Open)
        {
            Look(run.Id);
        }

        if (clock.Now - _sweptAt >= SweepEvery)
        {
            _sweptAt = clock.Now;
            await SweepAsync(stopping);
        }
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        await keys.SweepAsync(stopping);
        await batches.SweepOpenAsync(stopping);
        if (options.KeepEnded > TimeSpan.Zero)
        {
            await batches.SweepAsync(clock.Now - options.KeepEnded - BatchRequestRules.LongestWindow, stopping);
        }
    }

    private async Task WorkAsync(CancellationToken stopping)
    {
        await foreach (var id in _looks.Reader.ReadAllAsync(CancellationToken.None))
        {
            // A batch that is stepped now is looked at again on the next beat, so nothing is lost here.
            if (batches.Find(id) is { } run && await run.Stepping.WaitAsync(0, CancellationToken.None))
            {
                try
                {
                    await GuardedAsync(() => steps.StepAsync(run, stopping), stopping);
                }
                finally
                {
                    run.Stepping.Release();
                }
            }
        }
    }

    private async Task GuardedAsync(Func<Task> step, CancellationToken stopping)
    {
        try
        {
            await step();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The next start, or another gateway, goes on from the files.
        }
        catch (DeferredStoreException e)
        {
            absence.Away(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            BatchLog.StorageFailed(logger, e);
        }
    }
}
