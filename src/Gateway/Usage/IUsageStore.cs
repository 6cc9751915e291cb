namespace SageServe.Gateway;

/// <summary>Keeps usage by day. Every call may throw <see cref="DeferredStoreException"/> when the store gives no usable answer.</summary>
internal interface IUsageStore : IAsyncDisposable
{
    /// <summary>Adds to what is there. The same operation twice adds once.</summary>
    ValueTask AddAsync(string operation, IReadOnlyList<KeyValuePair<UsageKey, UsageAmount>> rows, CancellationToken cancellation);

    /// <summary>Rows of these days, both included.</summary>
    ValueTask<IReadOnlyList<KeyValuePair<UsageKey, UsageAmount>>> ReadAsync(int fromDay, int toDay, CancellationToken cancellation);

    /// <summary>Drops what is older than this day.</summary>
    ValueTask ForgetAsync(int beforeDay, CancellationToken cancellation);
}
