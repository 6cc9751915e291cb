using System.Globalization;
using StackExchange.Redis;

namespace SageServe.Gateway;

/// <summary>Usage in Redis: one hash a day, a field for each figure of each row. All gateways add to the same.</summary>
internal sealed class RedisUsageStore(string endpoint, TimeProvider time) : IUsageStore
{
    private const char Separator = '\u001f';
    private const int RowsPerCall = 500;

    // KEYS: day, operation. ARGV: field and amount of each figure. A repeated operation adds nothing.
    private const string Add = """
        if redis.call('SET', KEYS[2], '1', 'NX', 'PX', 600000) == false then return 0 end
        for i = 1, #ARGV, 2 do redis.call('HINCRBY', KEYS[1], ARGV[i], ARGV[i + 1]) end
        return 1
        """;

    private const string Read = "return redis.call('HGETALL', KEYS[1])";

    private const string Forget = "return redis.call('DEL', KEYS[1])";

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private readonly RedisLink _redis = new(endpoint, time);
    private int _forgottenBefore = -1;

    public async ValueTask AddAsync(string operation, IReadOnlyList<KeyValuePair<UsageKey, UsageAmount>> rows, CancellationToken cancellation)
    {
        foreach (var day in rows.GroupBy(r => r.Key.Day))
        {
            var part = 0;
            foreach (var chunk in day.Chunk(RowsPerCall))
            {
                RedisKey[] keys = [DayKey(day.Key), string.Create(Culture, $"{DayKey(day.Key)}:op:{operation}:{part++}")];
                await _redis.EvaluateAsync(Add, keys, [.. chunk.SelectMany(Fields)], cancellation);
            }
        }
    }

    public async ValueTask<IReadOnlyList<KeyValuePair<UsageKey, UsageAmount>>> ReadAsync(int fromDay, int toDay, CancellationToken cancellation)
    {
        var rows = new List<KeyValuePair<UsageKey, UsageAmount>>();
        for (var day = fromDay; day <= toDay; day++)
        {
            var fields = (RedisValue[])(await _redis.EvaluateAsync(Read, [DayKey(day)], [], cancellation))!;
            rows.AddRange(Rows(day, fields));
        }

        return rows;
    }

    /// <summary>The days that came to be too old since it was last asked; at the first time a month of them.</summary>
    public async ValueTask ForgetAsync(int beforeDay, CancellationToken cancellation)
    {
        for (var day = _forgottenBefore < 0 ? beforeDay - 31 : _forgottenBefore; day < beforeDay; day++)
        {
            await _redis.EvaluateAsync(Forget, [DayKey(day)], [], cancellation);
        }

        _forgottenBefore = beforeDay;
    }

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    private static string DayKey(int day) => string.Create(Culture, $"sageserve:usage:{{{day}}}");

    private static IEnumerable<RedisValue> Fields(KeyValuePair<UsageKey, UsageAmount> row)
    {
        var (key, sum) = row;
        var name = string.Join(Separator, key.Tenant, key.Key, key.Model, key.Tier.WireName());
        long[] figures = [sum.Requests, sum.PromptTokens, sum.OutputTokens, sum.GpuMilliseconds, sum.MicroUsd];
        for (var i = 0; i < figures.Length; i++)
        {
            yield return string.Create(Culture, $"{name}{Separator}{i}");
            yield return figures[i];
        }
    }

    private static IEnumerable<KeyValuePair<UsageKey, UsageAmount>> Rows(int day, RedisValue[] fields)
    {
        var sums = new SortedDictionary<string, long[]>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < fields.Length; i += 2)
        {
            var field = (string)fields[i]!;
            var cut = field.LastIndexOf(Separator);
            if (!sums.TryGetValue(field[..cut], out var figures))
            {
                sums[field[..cut]] = figures = new long[5];
            }

            figures[int.Parse(field.AsSpan(cut + 1), Culture)] = (long)fields[i + 1];
        }

        foreach (var (name, f) in sums)
        {
            var parts = name.Split(Separator);
            if (!ServiceTiers.TryParse(parts[3], out var tier))
            {
                continue;
            }

            yield return KeyValuePair.Create(new UsageKey(day, parts[0], parts[1], parts[2], tier), new UsageAmount(f[0], f[1], f[2], f[3], f[4]));
        }
    }
}
