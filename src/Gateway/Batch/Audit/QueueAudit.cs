using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Audits every lane: at the start, and each second those whose pump is this gateway's, or nobody's. So the index may be lost, or be older than
/// the files, at any time.
/// </summary>
internal sealed class QueueAudit(
    ServingCatalog catalog, BatchShelf batches, PatientQueue queue, LaneAudit audit, StoreAbsence absence, SteadyClock clock, ILogger<QueueAudit> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private readonly HashSet<ModelId> _audited = [];

    /// <summary>Fills the index from the files, whatever it has: <c>sageserve queue rebuild</c>.</summary>
    /// <exception cref="DeferredStoreException">The store is away.</exception>
    public async Task<LaneRepair> RebuildAsync(CancellationToken cancellation)
    {
        await batches.DiscoverAsync(cancellation);
        var repair = default(LaneRepair);
        foreach (var model in catalog.Models)
        {
            repair += await audit.RunAsync(model.Id, await queue.ReadAsync(model.Id, cancellation), everything: true, cancellation);
        }

        return repair;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock.Time);
        try
        {
            do
            {
                await PassAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start audits all.
        }
    }

    private async Task PassAsync(CancellationToken stopping)
    {
        try
        {
            await batches.DiscoverAsync(stopping);
            foreach (var model in catalog.Models)
            {
                var state = await queue.ReadAsync(model.Id, stopping);
                if (state.Pump is null || state.Pump == queue.Gateway || !_audited.Contains(model.Id))
                {
                    await audit.RunAsync(model.Id, state, everything: false, stopping);
                    _audited.Add(model.Id);
                }
            }
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
