namespace SageServe.Gateway;

/// <summary>A blob that is being written; disposed before it is committed, it leaves nothing behind. One writer.</summary>
internal interface IBlobDraft : IAsyncDisposable
{
    /// <summary>Bytes written so far.</summary>
    long Length { get; }

    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default);

    /// <summary>Makes it durable and visible, in one step.</summary>
    Task CommitAsync(CancellationToken cancellation = default);
}
