using System.Threading.Channels;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Looks after batches: steps each when something happened to it, and all unfinished ones on a beat (expiry, steps that failed).</summary>
internal sealed class BatchKeeper(
    BatchShelf batches, BatchSteps steps, BatchOptions options, SteadyClock clock, ILogger<BatchKeeper> logger) : BackgroundService
{
    private const int StepsAtOnce = 4;
    private readonly Channel<string> _looks = Channel.CreateUnbounded<string>();

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
                foreach (var run in batches.Unfinished)
                {
                    Look(run.Id);
                }
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            _looks.Writer.TryComplete();
        }
    }

    private async Task WorkAsync(CancellationToken stopping)
    {
        await foreach (var id in _looks.Reader.ReadAllAsync(CancellationToken.None))
        {
            // A batch that is stepped now is looked at again on the next beat, so nothing is lost here.
            if (batches.Find(id) is { } run && !run.Status.IsFinal() && await run.Stepping.WaitAsync(0, CancellationToken.None))
            {
                try
                {
                    await StepAsync(run, stopping);
                }
                finally
                {
                    run.Stepping.Release();
                }
            }
        }
    }

    private async Task StepAsync(BatchRun run, CancellationToken stopping)
    {
        try
        {
            await steps.StepAsync(run, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The next start goes on from what is on disk.
        }
        catch (DeferredStoreException e)
        {
            BatchLog.StoreAway(logger, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            BatchLog.StorageFailed(logger, e);
        }
    }
}
