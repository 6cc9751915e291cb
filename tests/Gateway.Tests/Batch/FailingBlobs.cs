namespace SageServe.Gateway.Tests;

/// <summary>A blob store whose appends fail while told to.</summary>
internal sealed class FailingBlobs(IBlobStore inner) : IBlobStore
{
    public bool Fails { get; set; }

    public Task<bool> PutNewAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) => inner.PutNewAsync(key, content, cancellation);

    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) => inner.PutAsync(key, content, cancellation);

    public Task<IBlobDraft> CreateAsync(string key, CancellationToken cancellation = default) => inner.CreateAsync(key, cancellation);

    public Task<byte[]?> ReadAsync(string key, int maxBytes, CancellationToken cancellation = default) => inner.ReadAsync(key, maxBytes, cancellation);

    public Task<Stream?> OpenReadAsync(string key, long offset = 0, long length = long.MaxValue, CancellationToken cancellation = default) =>
        inner.OpenReadAsync(key, offset, length, cancellation);

    public Task<BlobInfo?> HeadAsync(string key, CancellationToken cancellation = default) => inner.HeadAsync(key, cancellation);

    public IAsyncEnumerable<BlobInfo> ListAsync(string prefix, string? after = null, CancellationToken cancellation = default) => inner.ListAsync(prefix, after, cancellation);

    public IAsyncEnumerable<string> ListNamesAsync(string prefix, string? after = null, CancellationToken cancellation = default) =>
        inner.ListNamesAsync(prefix, after, cancellation);

    public Task DeleteAsync(string key, CancellationToken cancellation = default) => inner.DeleteAsync(key, cancellation);

    public Task DeletePrefixAsync(string prefix, CancellationToken cancellation = default) => inner.DeletePrefixAsync(prefix, cancellation);

    public async Task<IBlobLog> OpenLogAsync(string key, CancellationToken cancellation = default) => new Log(this, await inner.OpenLogAsync(key, cancellation));

    public IAsyncEnumerable<LogLine> ReadLogAsync(string key, long from = 0, CancellationToken cancellation = default) => inner.ReadLogAsync(key, from, cancellation);

    private sealed class Log(FailingBlobs owner, IBlobLog log) : IBlobLog
    {
        public Task AppendAsync(IReadOnlyList<ReadOnlyMemory<byte>> lines, CancellationToken cancellation = default) =>
            owner.Fails ? Task.FromException(new BlobStoreException(BlobProblem.Full, "Told to fail.")) : log.AppendAsync(lines, cancellation);

        public ValueTask DisposeAsync() => log.DisposeAsync();
    }
}
