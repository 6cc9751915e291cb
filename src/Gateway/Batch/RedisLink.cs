using StackExchange.Redis;

namespace SageServe.Gateway;

/// <summary>
/// Calls of scripts on Redis, each with a deadline of our own: an asynchronous call of the 1.2.6 client on a paused server never
/// ends by itself, and after a script flush its first call fails with NOSCRIPT. After several failures in a row calls fail at
/// once for a second, so that a dead server does not cost two seconds each time.
/// </summary>
internal sealed class RedisLink(string endpoint, TimeProvider time) : IAsyncDisposable
{
    public static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BreakTime = TimeSpan.FromSeconds(1);
    private const int FailuresToBreak = 3;

    // The endpoint may bring a password and other options: hosts alone may be told.
    private readonly string _name = string.Join(',', endpoint.Split(',').Where(part => !part.Contains('=', StringComparison.Ordinal)));
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private ConnectionMultiplexer? _connection;
    private int _failures;
    private long _brokenUntil;

    public async ValueTask<RedisResult> EvaluateAsync(string script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellation)
    {
        if (Volatile.Read(ref _failures) >= FailuresToBreak && time.GetTimestamp() < Volatile.Read(ref _brokenUntil))
        {
            throw new DeferredStoreException("Redis did not answer lately; trying again in a moment.");
        }

        try
        {
            var result = await CallAsync(script, keys, values, cancellation).ConfigureAwait(false);
            Volatile.Write(ref _failures, 0);
            return result;
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException
            || e is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            Volatile.Write(ref _brokenUntil, time.GetTimestamp() + (long)(BreakTime.TotalSeconds * time.TimestampFrequency));
            Interlocked.Increment(ref _failures);
            throw new DeferredStoreException($"Redis at {_name} gave no usable answer: {e.Message}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            await connection.CloseAsync(allowCommandsToComplete: false).ConfigureAwait(false);
            connection.Dispose();
        }

        _connecting.Dispose();
    }

    private async Task<RedisResult> CallAsync(string script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellation)
    {
        var database = (await ConnectedAsync(cancellation).ConfigureAwait(false)).GetDatabase();
        try
        {
            return await Evaluate().ConfigureAwait(false);
        }
        catch (RedisServerException e) when (e.Message.Contains("NOSCRIPT", StringComparison.Ordinal))
        {
            return await Evaluate().ConfigureAwait(false);
        }

        Task<RedisResult> Evaluate() => database.ScriptEvaluateAsync(script, keys, values).WaitAsync(CallDeadline, time, cancellation);
    }

    private async Task<ConnectionMultiplexer> ConnectedAsync(CancellationToken cancellation)
    {
        if (Volatile.Read(ref _connection) is { } ready)
        {
            return ready;
        }

        await _connecting.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return _connection ??= await ConnectionMultiplexer.ConnectAsync(Configuration()).WaitAsync(2 * CallDeadline, time, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private ConfigurationOptions Configuration()
    {
        var options = ConfigurationOptions.Parse(endpoint);
        // The client keeps trying in the background; our calls fail meanwhile and say so.
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = (int)CallDeadline.TotalMilliseconds;
        options.SyncTimeout = (int)CallDeadline.TotalMilliseconds;
        return options;
    }
}
