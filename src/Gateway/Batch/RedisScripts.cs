namespace SageServe.Gateway;

/// <summary>
/// The Lua scripts of <see cref="RedisDeferredStore"/>. Keys, all with the tag <c>{model:shard}</c>: meta (schema, seq, token, lost, and
/// what nobody runs: idle, prompt, output), items (id to <c>seq|attempt|deadline|enqueued|body</c>), waiting (<c>seq + id</c> by deadline: equal deadlines sort by the
/// sixteen digits of seq), ages (id by time of enqueueing), leased (id by lease end), holders (id to token), operation (answer of
/// this operation, kept a minute). Time is the server's own.
/// </summary>
internal static class RedisScripts
{
    // The schema version stands in the first lines: 2. A greater one means that a newer program wrote the queue; it is refused. Items of
    // version 1 are counted once, and have no tokens.
    private const string Prelude = """
        local meta, items, waiting, ages, leased, holders, operation = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
        local schema = redis.call('HGET', meta, 'schema')
        if not schema or tonumber(schema) < 2 then
          local idle = redis.call('ZCARD', waiting)
          for _, token in ipairs(redis.call('HVALS', holders)) do
            if token == '0' then idle = idle + 1 end
          end
          redis.call('HSET', meta, 'schema', 2, 'idle', idle)
        elseif tonumber(schema) > 2 then
          return redis.error_reply('SCHEMA this queue was written by a newer version')
        end
        local answered = redis.call('GET', operation)
        if answered then return cjson.decode(answered) end
        local clock = redis.call('TIME')
        local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
        local function answer(value)
          redis.call('SET', operation, cjson.encode(value), 'PX', 60000)
          return value
        end
        local function wait(id, value)
          local seq, deadline, enqueued = string.match(value, '^(%d+)|%d+|(%d+)|(%d+)|')
          redis.call('ZADD', waiting, deadline, string.format('%016d', seq) .. id)
          redis.call('ZADD', ages, enqueued, id)
        end
        local function tally(value, sign)
          local prompt, output = string.match(value, '^%d+|%d+|%d+|%d+|%d+|%d+|%d+|%d+|(%d+)|(%d+)$')
          redis.call('HINCRBY', meta, 'idle', sign)
          redis.call('HINCRBY', meta, 'prompt', string.format('%d', sign * (prompt or 0)))
          redis.call('HINCRBY', meta, 'output', string.format('%d', sign * (output or 0)))
        end
        local function drop(id, value)
          if (redis.call('HGET', holders, id) or '0') == '0' then tally(value, -1) end
          local seq = string.match(value, '^(%d+)|')
          redis.call('ZREM', waiting, string.format('%016d', seq) .. id)
          redis.call('ZREM', ages, id)
          redis.call('ZREM', leased, id)
          redis.call('HDEL', holders, id)
          redis.call('HDEL', items, id)
        end
        local function reclaim()
          for _, id in ipairs(redis.call('ZRANGEBYSCORE', leased, '-inf', now, 'LIMIT', 0, 1000)) do
            local value = redis.call('HGET', items, id)
            if redis.call('HGET', holders, id) ~= '0' then
              redis.call('HINCRBY', meta, 'lost', 1)
              if value then tally(value, 1) end
            end
            redis.call('ZREM', leased, id)
            redis.call('HDEL', holders, id)
            if value then wait(id, value) end
          end
        end

        """;

    /// <summary>ARGV: limit, then id, deadline, enqueued, attempt, body of each item.</summary>
    public const string Enqueue = Prelude + """
        local fresh = {}
        for i = 2, #ARGV, 5 do
          if redis.call('HEXISTS', items, ARGV[i]) == 0 then fresh[#fresh + 1] = i end
        end
        if redis.call('HLEN', items) + #fresh > tonumber(ARGV[1]) then return answer({-1}) end
        for _, i in ipairs(fresh) do
          local seq = redis.call('HINCRBY', meta, 'seq', 1)
          local value = string.format('%d|%s|%s|%s|%s', seq, ARGV[i + 3], ARGV[i + 1], ARGV[i + 2], ARGV[i + 4])
          redis.call('HSET', items, ARGV[i], value)
          wait(ARGV[i], value)
          tally(value, 1)
        end
        return answer({#fresh})
        """;

    /// <summary>ARGV: count, milliseconds. Answers token, id, value of each leased item.</summary>
    public const string Lease = Prelude + """
        reclaim()
        local taken = {}
        for _, member in ipairs(redis.call('ZRANGE', waiting, 0, tonumber(ARGV[1]) - 1)) do
          local id = string.sub(member, 17)
          local token = redis.call('HINCRBY', meta, 'token', 1)
          redis.call('ZREM', waiting, member)
          redis.call('ZREM', ages, id)
          redis.call('ZADD', leased, now + tonumber(ARGV[2]), id)
          redis.call('HSET', holders, id, token)
          taken[#taken + 1] = string.format('%d', token)
          taken[#taken + 1] = id
          local value = redis.call('HGET', items, id)
          tally(value, -1)
          taken[#taken + 1] = value
        end
        return answer(taken)
        """;

    /// <summary>ARGV: milliseconds, then id and token of each lease.</summary>
    public const string Heartbeat = Prelude + """
        local held = 0
        for i = 2, #ARGV, 2 do
          if redis.call('HGET', holders, ARGV[i]) == ARGV[i + 1] then
            redis.call('ZADD', leased, now + tonumber(ARGV[1]), ARGV[i])
            held = held + 1
          end
        end
        return answer({held})
        """;

    /// <summary>ARGV: id, token.</summary>
    public const string Complete = Prelude + """
        if redis.call('HGET', holders, ARGV[1]) ~= ARGV[2] then return answer({0}) end
        drop(ARGV[1], redis.call('HGET', items, ARGV[1]))
        return answer({1})
        """;

    /// <summary>ARGV: id, token, attempts to add, delay in milliseconds. A delayed item is leased to nobody (token 0).</summary>
    public const string Requeue = Prelude + """
        if redis.call('HGET', holders, ARGV[1]) ~= ARGV[2] then return answer({0}) end
        local seq, attempt, rest = string.match(redis.call('HGET', items, ARGV[1]), '^(%d+)|(%d+)|(.*)$')
        local value = string.format('%s|%d|%s', seq, attempt + ARGV[3], rest)
        redis.call('HSET', items, ARGV[1], value)
        tally(value, 1)
        if tonumber(ARGV[4]) > 0 then
          redis.call('ZADD', leased, now + tonumber(ARGV[4]), ARGV[1])
          redis.call('HSET', holders, ARGV[1], '0')
        else
          redis.call('ZREM', leased, ARGV[1])
          redis.call('HDEL', holders, ARGV[1])
          wait(ARGV[1], value)
        end
        return answer({1})
        """;

    /// <summary>ARGV: ids.</summary>
    public const string Remove = Prelude + """
        local removed = 0
        for _, id in ipairs(ARGV) do
          local value = redis.call('HGET', items, id)
          if value then
            drop(id, value)
            removed = removed + 1
          end
        end
        return answer({removed})
        """;

    /// <summary>Answers items that nobody runs, their prompt and their output tokens.</summary>
    public const string Work = Prelude + """
        reclaim()
        local work = redis.call('HMGET', meta, 'idle', 'prompt', 'output')
        return {tonumber(work[1] or '0'), tonumber(work[2] or '0'), tonumber(work[3] or '0')}
        """;

    /// <summary>Answers waiting, leased, lost, oldest enqueued, and id and value of the item with the earliest deadline.</summary>
    public const string Stats = Prelude + """
        reclaim()
        local oldest = redis.call('ZRANGE', ages, 0, 0, 'WITHSCORES')
        local first = redis.call('ZRANGE', waiting, 0, 0)[1]
        local id = first and string.sub(first, 17) or ''
        return {redis.call('ZCARD', waiting), redis.call('ZCARD', leased), tonumber(redis.call('HGET', meta, 'lost') or '0'),
          oldest[2] or '', id, first and redis.call('HGET', items, id) or ''}
        """;
}
