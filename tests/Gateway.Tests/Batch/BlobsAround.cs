namespace SageServe.Gateway.Tests;

/// <summary>A blob store that passes everything on; what a test wants otherwise it overrides.</summary>
internal abstract class BlobsAround(IBlobStore inner) : IBlobStore
{
    protected IBlobStore Inner { get; } = inner;

    public TimeSpan LogPace => Inner.LogPace;

    public virtual Task<bool> PutNewAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) => Inner.PutNewAsync(key, content, cancellation);

    public virtual Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation = default) => Inner.PutAsync(key, content, cancellation);

    public virtual Task<IBlobDraft> CreateAsync(string key, CancellationToken cancellation = default) => Inner.CreateAsync(key, cancellation);

    public virtual Task<byte[]?> ReadAsync(string key, int maxBytes, CancellationToken cancellation = default) => Inner.ReadAsync(key, maxBytes, cancellation);

    public virtual Task<Stream?> OpenReadAsync(string key, long offset = 0, long length = long.MaxValue, CancellationToken cancellation = default) =>
        Inner.OpenReadAsync(key, offset, length, cancellation);

    public virtual Task<BlobInfo?> HeadAsync(string key, CancellationToken cancellation = default) => Inner.HeadAsync(key, cancellation);

    public virtual IAsyncEnumerable<BlobInfo> ListAsync(string prefix, string? after = null, CancellationToken cancellation = default) =>
        Inner.ListAsync(prefix, after, cancellation);

    public virtual IAsyncEnumerable<string> ListNamesAsync(string prefix, string? after = null, CancellationToken cancellation = default) =>
        Inner.ListNamesAsync(prefix, after, cancellation);

    public virtual Task DeleteAsync(string key, CancellationToken cancellation = default) => Inner.DeleteAsync(key, cancellation);

    public virtual Task DeletePrefixAsync(string prefix, CancellationToken cancellation = default) => Inner.DeletePrefixAsync(prefix, cancellation);

    public virtual Task<IBlobLog> OpenLogAsync(string key, CancellationToken cancellation = default) => Inner.OpenLogAsync(key, cancellation);

    public virtual IAsyncEnumerable<LogLine> ReadLogAsync(string key, long from = 0, CancellationToken cancellation = default) =>
        Inner.ReadLogAsync(key, from, cancellation);
}
