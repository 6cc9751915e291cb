namespace SageServe.Gateway;

/// <summary>
/// The Lua scripts behind shared limits. A key's state is one hash: what its buckets held and when, and what was spent of the day. A slice is
/// taken out of the bucket when it is granted; what is not used of it is given back as a negative spending. Time is the server's own.
/// </summary>
internal static class QuotaScripts
{
    /// <summary>
    /// KEYS: state, slots, operation (the answer, kept a minute: a repeated report changes nothing). ARGV: gateway, number of gateways, slots
    /// in use there, then limit, spent and wanted of requests, tokens and money. Answers granted and balance of each, and the others' slots.
    /// No bucket is overdrawn by more than a minute's worth, so that a report after an outage does not shut a tenant out.
    /// </summary>
    public const string Report = """
        local state, slots, operation = KEYS[1], KEYS[2], KEYS[3]
        local answered = redis.call('GET', operation)
        if answered then return cjson.decode(answered) end
        local clock = redis.call('TIME')
        local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
        local gateways = tonumber(ARGV[2])
        local function slice(balance, wanted)
          return math.max(0, math.min(wanted, math.ceil(math.floor(balance) / gateways)))
        end
        local function arguments(first)
          return tonumber(ARGV[first]), tonumber(ARGV[first + 1]), tonumber(ARGV[first + 2])
        end
        local function minute(name, first)
          local limit, spent, wanted = arguments(first)
          if limit == 0 then return 0, 0 end
          local known = redis.call('HMGET', state, name .. ':level', name .. ':at')
          local level = known[1] and tonumber(known[1]) + math.max(0, now - tonumber(known[2])) * limit / 60000 or limit
          level = math.min(limit, math.max(-limit, math.min(limit, level) - spent))
          local granted = slice(level, wanted)
          redis.call('HSET', state, name .. ':level', string.format('%.6f', level - granted))
          redis.call('HSET', state, name .. ':at', string.format('%.0f', now))
          return granted, math.floor(level - granted)
        end
        local function day(first)
          local limit, spent, wanted = arguments(first)
          if limit == 0 then return 0, 0 end
          local today = math.floor(clock[1] / 86400)
          local known = redis.call('HMGET', state, 'money:day', 'money:spent')
          local before = tonumber(known[1] or '-1') == today and tonumber(known[2]) or 0
          local sum = math.max(0, before + spent)
          local granted = slice(limit - sum, wanted)
          redis.call('HSET', state, 'money:day', today)
          redis.call('HSET', state, 'money:spent', string.format('%.0f', sum + granted))
          return granted, limit - sum - granted
        end
        local others = 0
        local held = redis.call('HGETALL', slots)
        for i = 1, #held, 2 do
          local count, at = string.match(held[i + 1], '^(%d+)|(%d+)$')
          if now - tonumber(at) > 3000 then
            redis.call('HDEL', slots, held[i])
          elseif held[i] ~= ARGV[1] then
            others = others + tonumber(count)
          end
        end
        if ARGV[3] == '0' then
          redis.call('HDEL', slots, ARGV[1])
        else
          redis.call('HSET', slots, ARGV[1], string.format('%s|%.0f', ARGV[3], now))
          redis.call('PEXPIRE', slots, 10000)
        end
        local rg, rb = minute('requests', 4)
        local tg, tb = minute('tokens', 7)
        local mg, mb = day(10)
        redis.call('EXPIRE', state, 172800)
        local answer = {rg, rb, tg, tb, mg, mb, others}
        redis.call('SET', operation, cjson.encode(answer), 'PX', 60000)
        return answer
        """;

    /// <summary>KEYS: gateways by the time they were last here. ARGV: gateway, 1 to stay or 0 to leave. Answers how many there are.</summary>
    public const string Present = """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
        if ARGV[2] == '1' then
          redis.call('ZADD', KEYS[1], now, ARGV[1])
        else
          redis.call('ZREM', KEYS[1], ARGV[1])
        end
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - 5000)
        redis.call('PEXPIRE', KEYS[1], 60000)
        return redis.call('ZCARD', KEYS[1])
        """;
}
