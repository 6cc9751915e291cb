namespace SageServe.Cli;

/// <summary>How batches come and go: sent, sent with a window that ends soon, cancelled by their tenants.</summary>
internal sealed class ChaosEnds(ChaosStage stage, ChaosClient client, ChaosOptions options, ChaosCounts counts, IReadOnlyList<ChaosBatch> batches)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly ChaosPast _past = new(stage.Store, TimeProvider.System);

    public async Task SubmitAsync(ChaosBatch batch, CancellationToken stop)
    {
        if (batch.Fate != ChaosFate.Expired)
        {
            await client.SubmitAsync(batch, stop);
            return;
        }

        var like = batches.First(b => b.Tenant == batch.Tenant && b.Fate != ChaosFate.Expired);
        while (like.Id is null)
        {
            await Task.Delay(Pause, stop);
        }

        await _past.MakeAsync(batch, like, await client.UploadAsync(batch, stop), options.ExpiresIn, stop);
        counts.Note(FormattableString.Invariant($"a batch of {batch.Lines} lines expires in {options.ExpiresIn.TotalSeconds:0} s"));
    }

    /// <summary>Cancels what is to be cancelled and has something done.</summary>
    public async Task CancelAsync(CancellationToken stop)
    {
        foreach (var batch in batches.Where(b => b is { Fate: ChaosFate.Cancelled, IsCancelled: false, HasEnded: false, IsUnderWay: true }))
        {
            await client.CancelAsync(batch, stop);
            counts.Note(FormattableString.Invariant($"a batch of {batch.Lines} lines cancelled, {batch.Completed + batch.Failed} done"));
        }
    }
}
