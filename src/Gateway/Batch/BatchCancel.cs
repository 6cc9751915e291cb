using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Cancels batches: its tenant's wish, or an operator's.</summary>
internal sealed class BatchCancel(BatchRecords records, BatchKeeper keeper, GatewayStart gateway, SteadyClock clock)
{
    /// <exception cref="ApiRefusal">It has ended, or ends.</exception>
    public async Task RunAsync(BatchRun run, CancellationToken cancellation)
    {
        await run.RefreshAsync(TimeSpan.Zero, cancellation);
        if (run.Status is BatchStatus.Validating or BatchStatus.InProgress)
        {
            await records.PutAsync(run.Id, new CancellingMark((long)clock.Now.ToUnixSeconds(), gateway.Name), cancellation);
            await run.RefreshAsync(TimeSpan.Zero, cancellation);
        }

        if (run.Status is not (BatchStatus.Cancelling or BatchStatus.Cancelled))
        {
            throw new ApiRefusal(BatchApiErrors.CannotCancel(run.Id, run.Status.ToString().ToLowerInvariant()));
        }

        keeper.Look(run.Id);
    }
}
