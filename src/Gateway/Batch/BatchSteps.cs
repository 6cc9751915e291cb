using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// The life of a batch, one step at a time: validating -> in_progress -> finalizing -> completed, with the ways out failed,
/// expired and cancelling -> cancelled. Every step may be done again after a crash.
/// </summary>
internal sealed class BatchSteps(BatchIntake intake, BatchInput input, BatchFiles results, PatientQueue queue, SteadyClock clock, ILogger<BatchSteps> logger)
{
    private static readonly TimeSpan FullQueuePause = TimeSpan.FromSeconds(5);
    private const int Chunk = 500;

    /// <summary>Takes the batch as far as it can go now.</summary>
    public async Task StepAsync(BatchRun run, CancellationToken cancellation)
    {
        if (run.Status == BatchStatus.Validating && clock.Now >= run.ExpiresAt)
        {
            await run.MoveAsync(BatchStatus.Expired);
        }

        if (run.Status == BatchStatus.Validating)
        {
            await intake.ValidateAsync(run, cancellation);
        }

        if (run.Status == BatchStatus.InProgress)
        {
            await GoOnAsync(run, cancellation);
        }

        if (run.Status == BatchStatus.Finalizing)
        {
            await run.OpenAsync();
            await FinishAsync(run, BatchStatus.Completed);
        }

        if (run.Status == BatchStatus.Cancelling)
        {
            await EndEarlyAsync(run, BatchStatus.Cancelled, LineOutcome.Cancelled, cancellation);
        }
    }

    private async Task GoOnAsync(BatchRun run, CancellationToken cancellation)
    {
        await run.OpenAsync();
        if (run.Progress!.IsComplete)
        {
            await run.MoveAsync(BatchStatus.Finalizing);
        }
        else if (clock.Now >= run.ExpiresAt)
        {
            await EndEarlyAsync(run, BatchStatus.Expired, LineOutcome.Expired, cancellation);
        }
        else if (!run.IsQueued && clock.Now >= run.QueueAgainAt)
        {
            run.IsQueued = await intake.EnqueueAsync(run, clock.Now, cancellation);
            run.QueueAgainAt = clock.Now + FullQueuePause;
        }
    }

    private async Task EndEarlyAsync(BatchRun run, BatchStatus end, LineOutcome outcome, CancellationToken cancellation)
    {
        await run.StopAsync();
        if (run.Stored.ModelId is null)
        {
            // Never validated: there are no lines to account for.
            await run.MoveAsync(end);
            return;
        }

        await run.OpenAsync();
        run.Progress!.Close();
        if (run.Progress.IsIdle)
        {
            await EndLinesAsync(run, outcome, cancellation);
            await FinishAsync(run, end);
        }
    }

    private async Task EndLinesAsync(BatchRun run, LineOutcome outcome, CancellationToken cancellation)
    {
        var writes = new List<Task>(Chunk);
        var ids = new List<string>(Chunk);
        await foreach (var (text, line) in intake.LinesLeftAsync(run, cancellation))
        {
            var (code, message) = outcome == LineOutcome.Expired
                ? ("batch_expired", "This request could not be executed before the completion window expired.")
                : ("batch_cancelled", "The batch was cancelled before this request was executed.");
            writes.Add(run.RecordAsync(new JournalEntry(text.Number, outcome, LineResults.Error(line.CustomId, LineResults.NewUnique(), code, message))));
            ids.Add(DeferredItem.LineId(run.Id, text.Number));
            if (writes.Count == Chunk)
            {
                await EndChunkAsync(run, writes, ids, outcome, cancellation);
            }
        }

        await EndChunkAsync(run, writes, ids, outcome, cancellation);
    }

    private async Task EndChunkAsync(BatchRun run, List<Task> writes, List<string> ids, LineOutcome outcome, CancellationToken cancellation)
    {
        if (writes.Count == 0)
        {
            return;
        }

        await Task.WhenAll(writes);
        var model = new ModelId(run.Stored.ModelId!);
        BatchMetrics.LinesEnded(model, outcome, writes.Count);
        try
        {
            await queue.RemoveAsync(model, ids, cancellation);
        }
        catch (DeferredStoreException e)
        {
            // What stays in the queue is dropped when it is leased: its result stands in the journal.
            BatchLog.StoreAway(logger, e.Message);
        }

        writes.Clear();
        ids.Clear();
    }

    private async Task FinishAsync(BatchRun run, BatchStatus end)
    {
        var (output, errors) = await results.WriteAsync(run);
        var counts = run.Progress!.Counts;
        if (await run.MoveAsync(end, stored => stored with
        {
            Batch = stored.Batch with { OutputFileId = output, ErrorFileId = errors, RequestCounts = counts },
        }))
        {
            run.Dispose();
            input.Close(run.Stored.Batch.InputFileId);
            BatchLog.Ended(logger, run.Id, end, counts.Completed, counts.Failed);
        }
    }
}
