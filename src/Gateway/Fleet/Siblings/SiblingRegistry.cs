using System.Globalization;
using StackExchange.Redis;

namespace SageServe.Gateway;

/// <summary>The region's gateways in Redis: each writes its row and reads all in one script, so that who comes later sees who came before.</summary>
internal sealed class SiblingRegistry(string endpoint, RegionId region, TimeProvider time) : IAsyncDisposable
{
    /// <summary>KEYS: rows. ARGV: gateway, word, address, age in ms at which rows are thrown away. Answers id and row, one after the other.</summary>
    private const string Beat = """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
        redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', now) .. '|' .. ARGV[2] .. '|' .. ARGV[3])
        local rows = redis.call('HGETALL', KEYS[1])
        for i = 1, #rows, 2 do
          if now - tonumber(string.match(rows[i + 1], '^%d+')) > tonumber(ARGV[4]) then redis.call('HDEL', KEYS[1], rows[i]) end
        end
        return rows
        """;

    /// <summary>Far longer than anybody takes a silent gateway for alive.</summary>
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(10);

    private readonly RedisLink _redis = new(endpoint, time);
    private readonly RedisKey[] _keys = [$"sageserve:fleet:{{{region}}}:gateways"];

    /// <returns>Every gateway that wrote lately, this one too.</returns>
    /// <exception cref="DeferredStoreException">Redis gave no usable answer.</exception>
    public async ValueTask<IReadOnlyList<SiblingRow>> BeatAsync(string id, int word, string url, CancellationToken cancellation)
    {
        var answer = (RedisValue[])(await _redis.EvaluateAsync(Beat, _keys, [id, word, url, (long)ForgetAfter.TotalMilliseconds], cancellation))!;
        var rows = new List<SiblingRow>(answer.Length / 2);
        for (var i = 0; i + 1 < answer.Length; i += 2)
        {
            if (Parse((string)answer[i]!, (string)answer[i + 1]!) is { } row)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    private static SiblingRow? Parse(string id, string text)
    {
        var parts = text.Split('|', 3);
        return parts.Length == 3
            && long.TryParse(parts[0], CultureInfo.InvariantCulture, out var stamp)
            && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var word)
            ? new SiblingRow(id, stamp, word, parts[2])
            : null;
    }
}
