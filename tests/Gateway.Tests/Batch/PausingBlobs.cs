namespace SageServe.Gateway.Tests;

/// <summary>A blob store that holds a gateway at one write, as a long garbage collection or a hung disk would, until it is let go on.</summary>
internal sealed class PausingBlobs(IBlobStore inner) : BlobsAround(inner)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _held;

    /// <summary>The first write of a key that has this in it is held; null: none is.</summary>
    public string? At { get; init; }

    /// <summary>The gateway stands before the write.</summary>
    public Task Reached => _reached.Task;

    /// <summary>The write that was held has been made.</summary>
    public Task Written => _written.Task;

    public void GoOn() => _goesOn.TrySetResult();

    public override async Task<bool> PutNewAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        var held = await HoldAsync(key);
        var isNew = await Inner.PutNewAsync(key, content, held ? CancellationToken.None : cancellation);
        Told(held);
        return isNew;
    }

    public override async Task<IBlobDraft> CreateAsync(string key, CancellationToken cancellation = default) =>
        new Draft(this, key, await Inner.CreateAsync(key, cancellation));

    private async Task<bool> HoldAsync(string key)
    {
        if (At is null || !key.Contains(At, StringComparison.Ordinal) || Interlocked.Exchange(ref _held, 1) != 0)
        {
            return false;
        }

        _reached.SetResult();
        await _goesOn.Task;
        return true;
    }

    private void Told(bool held)
    {
        if (held)
        {
            _written.SetResult();
        }
    }

    private sealed class Draft(PausingBlobs owner, string key, IBlobDraft draft) : IBlobDraft
    {
        public long Length => draft.Length;

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default) => draft.WriteAsync(bytes, cancellation);

        public async Task CommitAsync(CancellationToken cancellation = default)
        {
            var held = await owner.HoldAsync(key);
            await draft.CommitAsync(cancellation);
            owner.Told(held);
        }

        public ValueTask DisposeAsync() => draft.DisposeAsync();
    }
}
