namespace SageServe.Gateway;

/// <summary>An append-only log with one writer. One append at a time: who has many lines groups them.</summary>
internal interface IBlobLog : IAsyncDisposable
{
    /// <summary>Appends lines, given without line feeds, as one group; durable when it returns.</summary>
    /// <exception cref="BlobStoreException">Nothing of the group is relied on; a reader may see it or not, and the next append is sound.</exception>
    Task AppendAsync(IReadOnlyList<ReadOnlyMemory<byte>> lines, CancellationToken cancellation = default);
}
