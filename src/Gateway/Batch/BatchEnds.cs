using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Ends a batch whose end is decided: result files, the end itself, and nothing left in the queue.</summary>
internal sealed class BatchEnds(
    BatchRecords records, BatchFiles results, PatientQueue queue, GatewayStart gateway, StoreAbsence absence, SteadyClock clock, ILogger<BatchEnds> logger)
{
    public async Task FinishAsync(BatchRun run, FinalizingMark decided, CancellationToken cancellation)
    {
        var made = decided.Lines ? await results.WriteAsync(run, decided, cancellation) : BatchResults.None;
        var batch = run.Marks.StampEnd(run.Stored.Batch, decided.End, (long)clock.Now.ToUnixSeconds()) with
        {
            OutputFileId = made.OutputFileId,
            ErrorFileId = made.ErrorFileId,
            RequestCounts = made.Counts,
        };
        if (await EndAsync(run, batch, cancellation) && run.Marks.InProgress is { } begun)
        {
            var model = new ModelId(begun.ModelId);
            BatchMetrics.LinesEnded(model, decided.End == BatchStatus.Expired ? LineOutcome.Expired : LineOutcome.Cancelled, made.Unfinished);
            BatchMetrics.ResultsDiscarded(model, made.Discarded);
        }
    }

    /// <summary>Ends a batch that its check found wrong.</summary>
    public Task FailAsync(BatchRun run, InProgressMark wrong, CancellationToken cancellation) =>
        EndAsync(run, run.Marks.StampEnd(run.Stored.Batch, BatchStatus.Failed, wrong.At) with { Errors = wrong.Errors }, cancellation);

    /// <returns>False when another gateway ended it.</returns>
    private async Task<bool> EndAsync(BatchRun run, BatchDocument batch, CancellationToken cancellation)
    {
        var isFirst = await records.PutAsync(run.Id, new EndMark(gateway.Name, batch), cancellation);
        await records.CloseAsync(run.Id, cancellation);
        await LeaveQueueAsync(run, cancellation);
        await run.RefreshAsync(TimeSpan.Zero, cancellation);
        if (isFirst)
        {
            BatchLog.Ended(logger, run.Id, batch.Status, batch.RequestCounts.Completed, batch.RequestCounts.Failed);
        }

        return isFirst;
    }

    private async Task LeaveQueueAsync(BatchRun run, CancellationToken cancellation)
    {
        if (run.Marks.InProgress is { } begun)
        {
            try
            {
                await queue.RemoveGroupAsync(new ModelId(begun.ModelId), run.Id, cancellation);
            }
            catch (DeferredStoreException e)
            {
                // What stays there is dropped when it is granted: the batch has ended.
                absence.Away(e.Message);
            }
        }
    }
}
