using System.Globalization;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Sums what ended by day, tenant, key, model and tier, and writes the sums to the store every few seconds: a request only adds to numbers in
/// memory. What cannot be written is kept and tried again.
/// </summary>
internal sealed class UsageLedger : BackgroundService
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly IUsageStore _store;
    private readonly UsageOptions _options;
    private readonly SteadyClock _clock;
    private readonly ILogger _logger;
    private readonly string _writer = Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture);
    private Dictionary<UsageKey, UsageAmount> _open = [];
    private KeyValuePair<UsageKey, UsageAmount>[]? _pending;
    private Dictionary<string, long> _spent = [];
    private int _spentDay = -1;
    private long _operation;
    private int _forgotDay = -1;
    private bool _disposed;

    public UsageLedger(IUsageStore store, UsageOptions options, SteadyClock clock, ILogger<UsageLedger> logger)
    {
        _store = store;
        _options = options;
        _clock = clock;
        _logger = logger;
    }

    public void Count(in UsageKey key, in UsageAmount amount)
    {
        lock (_gate)
        {
            var kept = _open.ContainsKey(key) || _open.Count < _options.MaxRowsPerDay
                ? key
                : key with { Tenant = LabelCap.Other, Key = UsageKey.NoKey };
            _open[kept] = _open.GetValueOrDefault(kept) + amount;
            if (key.Day > _spentDay)
            {
                (_spentDay, _spent) = (key.Day, []);
            }

            if (key.Day == _spentDay && key.Key != UsageKey.NoKey)
            {
                var tenant = QuotaAccounts.IdOf(key.Tenant);
                _spent[key.Key] = _spent.GetValueOrDefault(key.Key) + amount.MicroUsd;
                _spent[tenant] = _spent.GetValueOrDefault(tenant) + amount.MicroUsd;
            }
        }
    }

    /// <summary>What a key, or a tenant with all its keys, has spent of today at this gateway, before its start too; millionths of a dollar.</summary>
    public long SpentToday(string account, Instant now)
    {
        lock (_gate)
        {
            return UsageKey.DayOf(now) == _spentDay ? _spent.GetValueOrDefault(account) : 0;
        }
    }

    /// <summary>Rows of these days, what is still in memory included.</summary>
    /// <exception cref="DeferredStoreException">The store gives no usable answer.</exception>
    public async Task<IReadOnlyList<KeyValuePair<UsageKey, UsageAmount>>> ReadAsync(int fromDay, int toDay, CancellationToken cancellation)
    {
        await FlushAsync(cancellation);
        return await _store.ReadAsync(fromDay, toDay, cancellation);
    }

    /// <exception cref="DeferredStoreException">The store gives no usable answer; nothing is lost.</exception>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            if (_pending is null)
            {
                lock (_gate)
                {
                    if (_open.Count == 0)
                    {
                        return;
                    }

                    _pending = [.. _open];
                    _open = [];
                }

                _operation++;
            }

            await _store.AddAsync($"{_writer}:{_operation}", _pending, cancellation);
            _pending = null;
        }
        finally
        {
            _writing.Release();
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var today = UsageKey.DayOf(_clock.Now);
        try
        {
            var rows = await _store.ReadAsync(today, today, cancellationToken);
            _spent = rows.Concat(rows.Where(r => r.Key.Key != UsageKey.NoKey).Select(r => KeyValuePair.Create(r.Key with { Key = QuotaAccounts.IdOf(r.Key.Tenant) }, r.Value)))
                .GroupBy(r => r.Key.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(r => r.Value.MicroUsd), StringComparer.Ordinal);
            _spentDay = today;
        }
        catch (DeferredStoreException e)
        {
            GatewayLog.UsageNotWritten(_logger, e.Message);
        }

        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!_disposed)
        {
            await TryFlushAsync(CancellationToken.None);
        }
    }

    public override void Dispose()
    {
        _disposed = true;
        _writing.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(_options.FlushInterval, _clock.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await TryFlushAsync(stoppingToken);
        }
    }

    private async Task TryFlushAsync(CancellationToken stop)
    {
        try
        {
            await FlushAsync(stop);
            var oldest = UsageKey.DayOf(_clock.Now - _options.DaysKept * Day);
            if (oldest != _forgotDay)
            {
                await _store.ForgetAsync(oldest, stop);
                _forgotDay = oldest;
            }
        }
        catch (DeferredStoreException e)
        {
            GatewayLog.UsageNotWritten(_logger, e.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The last flush comes with the stop.
        }
        catch (ObjectDisposedException) when (_disposed)
        {
            // A store that hangs outlasted the stop, and nobody waits for it any more.
        }
    }
}
