namespace SageServe.Gateway;

/// <summary>
/// Where the truth about patient work lives: blobs below <c>/</c>-separated keys (<see cref="BlobKey"/>), in a folder or a bucket, seen by
/// every gateway of the region. What a call has written is durable, and visible to all, when the call returns. Every call throws
/// <see cref="BlobStoreException"/> when the store is away or full; a write that threw may have happened, and reading it tells.
/// </summary>
internal interface IBlobStore
{
    /// <summary>Between two groups of one log a writer does well to gather lines for this long; 0: appends cost no more than the wait would.</summary>
    TimeSpan LogPace { get; }

    /// <summary>Writes a blob under a key that has none.</summary>
    /// <returns>False when the key exists, whoever wrote it; it is left as it was.</returns>
    Task<bool> PutNewAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation = default);

    /// <summary>Writes a blob in place of what the key has; a reader sees the old one or the new.</summary>
    Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation = default);

    /// <summary>Begins a blob of any length; nobody sees it before <see cref="IBlobDraft.CommitAsync"/>, which replaces what the key has.</summary>
    Task<IBlobDraft> CreateAsync(string key, CancellationToken cancellation = default);

    /// <summary>The whole blob, or null when there is none.</summary>
    /// <exception cref="InvalidDataException">It has more than <paramref name="maxBytes"/>.</exception>
    Task<byte[]?> ReadAsync(string key, int maxBytes, CancellationToken cancellation = default);

    /// <summary>At most <paramref name="length"/> bytes from <paramref name="offset"/>, or null when there is no blob. An offset at or behind its end gives an empty stream.</summary>
    Task<Stream?> OpenReadAsync(string key, long offset = 0, long length = long.MaxValue, CancellationToken cancellation = default);

    Task<BlobInfo?> HeadAsync(string key, CancellationToken cancellation = default);

    /// <summary>Every blob whose key begins with the prefix (<c>a/b/</c>), in ordinal order of keys, from behind <paramref name="after"/>.</summary>
    IAsyncEnumerable<BlobInfo> ListAsync(string prefix, string? after = null, CancellationToken cancellation = default);

    /// <summary>
    /// The names that stand directly behind the prefix (<c>a/b/</c>), of blobs and of what has blobs below it, once each, from behind the
    /// name <paramref name="after"/>. In ordinal order of keys: a name that has blobs below it counts with its <c>/</c>.
    /// </summary>
    IAsyncEnumerable<string> ListNamesAsync(string prefix, string? after = null, CancellationToken cancellation = default);

    /// <summary>Takes a blob away, if there is one.</summary>
    Task DeleteAsync(string key, CancellationToken cancellation = default);

    /// <summary>Takes away every blob and log whose key begins with the prefix (<c>a/b/</c>), in no order.</summary>
    Task DeletePrefixAsync(string prefix, CancellationToken cancellation = default);

    /// <summary>Begins a log under a key that nobody has used; it has this one writer, ever.</summary>
    Task<IBlobLog> OpenLogAsync(string key, CancellationToken cancellation = default);

    /// <summary>
    /// The whole lines of a log from a position on: 0, or <see cref="LogLine.Next"/> of a line read before. What a writer left half-written is
    /// not there. No lines when there is no log.
    /// </summary>
    IAsyncEnumerable<LogLine> ReadLogAsync(string key, long from = 0, CancellationToken cancellation = default);
}
