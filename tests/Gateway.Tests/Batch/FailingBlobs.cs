namespace SageServe.Gateway.Tests;

/// <summary>A blob store whose appends fail while told to.</summary>
internal sealed class FailingBlobs(IBlobStore inner) : BlobsAround(inner)
{
    public bool Fails { get; set; }

    public override async Task<IBlobLog> OpenLogAsync(string key, CancellationToken cancellation = default) => new Log(this, await Inner.OpenLogAsync(key, cancellation));

    private sealed class Log(FailingBlobs owner, IBlobLog log) : IBlobLog
    {
        public Task AppendAsync(IReadOnlyList<ReadOnlyMemory<byte>> lines, CancellationToken cancellation = default) =>
            owner.Fails ? Task.FromException(new BlobStoreException(BlobProblem.Full, "Told to fail.")) : log.AppendAsync(lines, cancellation);

        public ValueTask DisposeAsync() => log.DisposeAsync();
    }
}
