using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Takes away files whose time is over, unless a batch that has not ended reads them, and rests. Every gateway does;
/// what another did first is no harm.
/// </summary>
internal sealed class FileSweeper(
    FileRests rests, FileIndex index, FileShelf shelf, BatchShelf batches, FileStoreOptions options, SteadyClock clock, ILogger<FileSweeper> logger) : BackgroundService
{
    // It lists every blob of every file, which a bucket charges for.
    private static readonly TimeSpan RestsEvery = TimeSpan.FromHours(1);

    // A batch that another gateway accepted in the file's last second is known here by then.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private Instant _restsAt = Instant.Min;

    public async Task SweepAsync(CancellationToken cancellation)
    {
        var over = clock.Now - Grace;
        foreach (var file in (await index.ReadAsync(cancellation)).Where(f => f.File.ExpiresAt <= over.ToUnixSeconds()).ToList())
        {
            if (await batches.UnfinishedWithInputAsync(file.File.Id, cancellation) is null)
            {
                await shelf.DeleteAsync(file.File.Id, cancellation);
                BatchLog.FileSwept(logger, file.File.Id);
            }
        }

        if (clock.Now >= _restsAt)
        {
            _restsAt = clock.Now + RestsEvery;
            await rests.SweepAsync(cancellation);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.SweepEvery, clock.Time);
        try
        {
            do
            {
                try
                {
                    await SweepAsync(stoppingToken);
                }
                catch (BlobStoreException e)
                {
                    BatchLog.StorageFailed(logger, e);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start goes on.
        }
    }
}
