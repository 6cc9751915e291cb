using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// The life of a batch, one step at a time: validating -> in_progress -> finalizing -> completed, with the ways out failed,
/// expired and cancelling -> cancelled. Every step may be done again, and by several gateways at once.
/// </summary>
internal sealed class BatchSteps(
    BatchIntake intake, BatchInput input, BatchEnds ends, GatewayStart gateway, GatewayOptions options, SteadyClock clock)
{
    private static readonly TimeSpan FullQueuePause = TimeSpan.FromSeconds(5);

    /// <summary>Takes the batch as far as it can go now.</summary>
    public async Task StepAsync(BatchRun run, CancellationToken cancellation)
    {
        await run.RefreshAsync(options.Batch.Refresh, cancellation);
        if (run is { Status: BatchStatus.Validating, Marks.IsUnchecked: true } && IsMine(run.Stored.By, run.Stored.Batch.CreatedAt))
        {
            await intake.ValidateAsync(run, cancellation);
        }

        if (run.Marks is { NoLines: { Errors: not null } wrong, End: null })
        {
            await ends.FailAsync(run, wrong, cancellation);
        }
        else if (run.Marks is { Finalizing: null, End: null })
        {
            await GoOnAsync(run, cancellation);
        }

        if (run.Marks is { End: null, Finalizing: { } decided } && IsMine(decided.By, decided.At))
        {
            await ends.FinishAsync(run, decided, cancellation);
        }

        if (run.Marks.End is not null)
        {
            await LetGoAsync(run, cancellation);
        }
    }

    /// <summary>Lets go of an ended batch.</summary>
    private async Task LetGoAsync(BatchRun run, CancellationToken cancellation)
    {
        await run.StopAsync();
        if (run is { Progress: not null, Marks.InProgress: { } begun })
        {
            BatchMetrics.ResultsDiscarded(new ModelId(begun.ModelId), await run.CountLateAsync(cancellation));
        }

        await run.DisposeAsync();
        input.Close(run.Stored.Batch.InputFileId);
    }

    private async Task GoOnAsync(BatchRun run, CancellationToken cancellation)
    {
        if (run.Marks.Cancelling is { } cancelling)
        {
            await EndEarlyAsync(run, BatchStatus.Cancelled, Instant.FromUnixSeconds(cancelling.At), cancellation);
        }
        else if (run.Progress is { IsComplete: true })
        {
            await run.DecideAsync(isComplete => isComplete ? BatchStatus.Completed : null, cancellation);
        }
        else if (clock.Now >= run.ExpiresAt && !run.Marks.IsUnchecked)
        {
            await EndEarlyAsync(run, BatchStatus.Expired, run.ExpiresAt, cancellation);
        }
        else if (run is { IsQueued: false, Progress: not null } && run.Marks.InProgress?.By == gateway.Name && clock.Now >= run.QueueAgainAt)
        {
            // What other gateways have checked they put into the queue too, or the audit does.
            run.IsQueued = await intake.EnqueueAsync(run, cancellation) is not null;
            run.QueueAgainAt = clock.Now + FullQueuePause;
        }
    }

    // One that nobody has checked is checked first, late as it is: each of its lines is to be in the error file. Other gateways hear of it a little later: what they have finished by then is kept too.
    private async Task EndEarlyAsync(BatchRun run, BatchStatus end, Instant since, CancellationToken cancellation)
    {
        await run.StopAsync();
        var grace = options.Store.IsShared ? options.Batch.StopGrace : TimeSpan.Zero;
        if (run.Progress is null or { IsIdle: true } && clock.Now >= since + grace)
        {
            await run.DecideAsync(isComplete => isComplete && end == BatchStatus.Expired ? BatchStatus.Completed : end, cancellation);
        }
    }

    /// <summary>What a gateway began is its own for a while, so that others do not do it too; a dead one's is anybody's.</summary>
    private bool IsMine(string by, long since) =>
        by == gateway.Name || !options.Store.IsShared || clock.Now >= Instant.FromUnixSeconds(since) + options.Batch.TakeOver;
}
