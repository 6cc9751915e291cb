using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StackExchange.Redis;

namespace SageServe.Gateway;

/// <summary>
/// Keys in Redis, shared by gateways. Each asks once a second whether something changed; while Redis is away the last state stands.
/// </summary>
internal sealed class RedisKeyStore : IKeyStore
{
    /// <summary>Every gateway holds all of them in memory.</summary>
    private const int MostKeys = 100_000;

    private static readonly RedisKey[] Names = ["{sageserve:keys}:documents", "{sageserve:keys}:version", "{sageserve:keys}:tenants"];
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly RedisLink _redis;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly Task _loop;
    private string _version = "";
    private volatile KeyRing? _ring;
    private bool _away;
    private int _disposed;

    public RedisKeyStore(string endpoint, TimeProvider time, ILogger logger)
    {
        _redis = new RedisLink(endpoint, time);
        _time = time;
        _logger = logger;
        _loop = Task.Run(WatchAsync);
    }

    public KeyRing? Ring => _ring;

    public async ValueTask AddAsync(KeyDocument key, CancellationToken cancellation)
    {
        var json = JsonSerializer.Serialize(key, SharedJson.Default.KeyDocument);
        if ((long)await CallAsync(KeyScripts.Add, [key.EffectiveId, json, MostKeys], cancellation) < 0)
        {
            throw new KeyStoreException($"There are {MostKeys} keys already; revoke some.");
        }

        await ReadAsync(cancellation);
    }

    public async ValueTask<bool> RemoveAsync(string id, CancellationToken cancellation)
    {
        var removed = (long)await CallAsync(KeyScripts.Remove, [id], cancellation) == 1;
        await ReadAsync(cancellation);
        return removed;
    }

    public async ValueTask SetTenantAsync(TenantDocument tenant, CancellationToken cancellation)
    {
        var json = JsonSerializer.Serialize(tenant, SharedJson.Default.TenantDocument);
        if ((long)await CallAsync(KeyScripts.SetTenant, [tenant.Tenant.Value, json, MostKeys], cancellation) < 0)
        {
            throw new KeyStoreException($"There are {MostKeys} tenants with limits already; remove some.");
        }

        await ReadAsync(cancellation);
    }

    public async ValueTask<bool> RemoveTenantAsync(TenantId tenant, CancellationToken cancellation)
    {
        var removed = (long)await CallAsync(KeyScripts.RemoveTenant, [tenant.Value], cancellation) == 1;
        await ReadAsync(cancellation);
        return removed;
    }

    // The container disposes what it hands out under two names twice.
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _closing.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _redis.DisposeAsync();
        _closing.Dispose();
        _reading.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(_closing.Token);
                _away = false;
            }
            catch (KeyStoreException e)
            {
                if (!_away)
                {
                    _away = true;
                    GatewayLog.KeysNotRead(_logger, e.Message);
                }
            }

            await Task.Delay(Pause, _time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            var answer = (RedisValue[])(await CallAsync(KeyScripts.Read, [_version], cancellation))!;
            if ((string)answer[0]! == _version)
            {
                return;
            }

            var keys = (int)answer[1];
            _ring = new KeyRing(new KeysDocument([.. answer.Skip(2).Take(keys).Select(v => Read((string)v!, SharedJson.Default.KeyDocument, k => KeyRules.Check(new KeysDocument([k])))).OfType<KeyDocument>()])
            {
                Tenants = [.. answer.Skip(2 + keys).Select(v => Read((string)v!, SharedJson.Default.TenantDocument, KeyRules.Check)).OfType<TenantDocument>()],
            });
            _version = (string)answer[0]!;
        }
        finally
        {
            _reading.Release();
        }
    }

    // What cannot be read, for example a newer program's, is left out: it must not keep others from being revoked.
    private T? Read<T>(string json, JsonTypeInfo<T> type, Func<T, IReadOnlyList<string>> check)
        where T : class
    {
        try
        {
            var one = JsonSerializer.Deserialize(json, type);
            var problems = one is null ? ["it is null"] : check(one);
            if (problems.Count == 0)
            {
                return one;
            }

            GatewayLog.KeyLeftOut(_logger, string.Join(" ", problems));
        }
        catch (JsonException e)
        {
            GatewayLog.KeyLeftOut(_logger, e.Message);
        }

        return null;
    }

    private async ValueTask<RedisResult> CallAsync(string script, RedisValue[] values, CancellationToken cancellation)
    {
        try
        {
            return await _redis.EvaluateAsync(script, Names, values, cancellation);
        }
        catch (DeferredStoreException e)
        {
            throw new KeyStoreException(e.Message, e);
        }
    }
}
