using System.Globalization;
using StackExchange.Redis;

namespace SageServe.Gateway;

/// <summary>The limits that gateways share, in Redis. Each call is one script with a deadline.</summary>
internal sealed class SharedLimits(string endpoint, TimeProvider time) : IAsyncDisposable
{
    private static readonly RedisKey[] Gateways = ["{sageserve:quota}:gateways"];

    private readonly RedisLink _redis = new(endpoint, time);
    private readonly string _gateway = Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture);

    /// <returns>How many gateways share the limits.</returns>
    /// <exception cref="DeferredStoreException">Redis gave no usable answer.</exception>
    public async ValueTask<int> PresentAsync(bool stays, CancellationToken cancellation) =>
        Math.Max(1, (int)await _redis.EvaluateAsync(QuotaScripts.Present, Gateways, [_gateway, stays ? 1 : 0], cancellation));

    /// <exception cref="DeferredStoreException">Redis gave no usable answer.</exception>
    public async ValueTask<QuotaAnswer> ReportAsync(string key, QuotaReport report, int gateways, CancellationToken cancellation)
    {
        var state = $"sageserve:quota:{{{key}}}";
        RedisKey[] keys = [state, state + ":slots", string.Create(CultureInfo.InvariantCulture, $"{state}:op:{_gateway}:{report.Number}")];
        RedisValue[] values =
        [
            _gateway, gateways, report.Slots,
            report.Requests.Limit, report.Requests.Spent, report.Requests.Wanted,
            report.Tokens.Limit, report.Tokens.Spent, report.Tokens.Wanted,
            report.Money.Limit, report.Money.Spent, report.Money.Wanted,
        ];
        var answer = (RedisValue[])(await _redis.EvaluateAsync(QuotaScripts.Report, keys, values, cancellation))!;
        return new QuotaAnswer(
            new SliceAnswer((long)answer[0], (long)answer[1]),
            new SliceAnswer((long)answer[2], (long)answer[3]),
            new SliceAnswer((long)answer[4], (long)answer[5]),
            (int)answer[6]);
    }

    public ValueTask DisposeAsync() => _redis.DisposeAsync();
}
