using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Holds one lane of the index against the files: lines that the journals leave and the index does not have are put into it again, and what
/// belongs to no batch that goes on is taken out. The index is read first and the files after it: a line that ended in between is missing in
/// neither, so that only lines that are lost are.
/// </summary>
internal sealed class LaneAudit(
    BatchShelf batches, BatchIntake intake, PatientQueue queue, GatewayStart gateway, BatchOptions options, SteadyClock clock, ILogger<LaneAudit> logger)
{
    /// <summary>After so many looks at which nothing could be added, what the index knows of a batch is wrong and goes.</summary>
    private const int MostMisses = 3;

    /// <param name="model">The lane's.</param>
    /// <param name="state">How the lane stood before now.</param>
    /// <param name="everything">Also batches that another gateway may be putting into the queue right now.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<LaneRepair> RunAsync(ModelId model, DeferredLaneState state, bool everything, CancellationToken cancellation)
    {
        var repair = new LaneRepair(0, 0, 0, 0);
        foreach (var group in state.Groups.Where(g => !DeferredGroup.IsHeld(g.Id)))
        {
            repair += await CheckGroupAsync(model, group, cancellation);
        }

        // A full queue takes those first that are due first.
        foreach (var run in batches.Unfinished.OrderBy(r => r.ExpiresAt).ThenBy(r => r.Id, StringComparer.Ordinal))
        {
            if (run.Marks.InProgress?.ModelId == model.Value && (everything || IsDue(run)))
            {
                repair += await CheckBatchAsync(run, model, state.Find(run.Id)?.Items ?? 0, cancellation);
            }
        }

        return repair;
    }

    private async Task<LaneRepair> CheckGroupAsync(ModelId model, DeferredGroupState group, CancellationToken cancellation)
    {
        var run = await batches.FindAsync(group.Id, cancellation);
        if (run is not null)
        {
            await run.RefreshAsync(options.Refresh, cancellation);
        }

        if (run is { Marks.GoesOn: true })
        {
            return default;
        }

        if (run is null)
        {
            BatchLog.OrphanRemoved(logger, group.Id);
        }

        await queue.RemoveGroupAsync(model, group.Id, cancellation);
        return new LaneRepair(0, 0, 0, 1);
    }

    private async Task<LaneRepair> CheckBatchAsync(BatchRun run, ModelId model, long indexed, CancellationToken cancellation)
    {
        // What is known here is at most too many lines left, so that the files are only read when something seems to be missing.
        if (indexed < run.LinesToRun)
        {
            await run.RefreshAsync(TimeSpan.Zero, cancellation);
            await run.ReadAllAsync(cancellation);
        }

        var left = run.LinesToRun;
        if (indexed >= left || !run.Marks.GoesOn || clock.Now >= run.ExpiresAt)
        {
            run.Misses = 0;
            return new LaneRepair(left > 0 ? 1 : 0, left, 0, 0);
        }

        if (run.Misses >= MostMisses)
        {
            await queue.RemoveGroupAsync(model, run.Id, cancellation);
        }

        var added = await intake.EnqueueAsync(run, cancellation);
        run.Misses = added is 0 ? run.Misses + 1 : 0;
        if (added > 0)
        {
            BatchLog.Repaired(logger, run.Id, left, indexed, added.Value);
        }

        return new LaneRepair(1, left, added ?? 0, 0);
    }

    // Who has just checked a batch puts it into the queue itself.
    private bool IsDue(BatchRun run) => run.Marks.InProgress!.By == gateway.Name
        ? run.IsQueued
        : clock.Now >= Instant.FromUnixSeconds(run.Marks.InProgress.At) + options.TakeOver / 3;
}
