namespace SageServe.Gateway;

/// <summary>One script for each step.</summary>
internal static partial class RedisScripts
{
    /// <summary>ARGV: most items, most groups, group, deadline, gateway, tenant, age at which a gateway is forgotten, then records. Answers how many were new, or -1.</summary>
    public const string Enqueue = Prelude + TakeOver + """
        local name = ARGV[3]
        local group = find(name)
        if not group and redis.call('HLEN', groups) >= tonumber(ARGV[2]) then return finish({-1}) end
        if items + #ARGV - 7 > tonumber(ARGV[1]) then
          local fresh, seen = 0, {}
          for i = 8, #ARGV do
            local line = string.match(ARGV[i], '^%d+')
            if not seen[line] and redis.call('GETBIT', known(name), line) == 0 then fresh = fresh + 1 end
            seen[line] = true
          end
          if items + fresh > tonumber(ARGV[1]) then return finish({-1}) end
        end
        group = group or make(name, ARGV[4], ARGV[5], ARGV[6])
        group.deadline, group.gateway, group.tenant, group.changed = ARGV[4], ARGV[5], ARGV[6], true
        changed = true
        local fresh = {}
        for i = 8, #ARGV do
          if redis.call('SETBIT', known(name), string.match(ARGV[i], '^%d+'), 1) == 0 then
            fresh[#fresh + 1] = ARGV[i]
            tally(group, ARGV[i], 1)
          end
        end
        many('RPUSH', queue(name), fresh)
        group.waiting = group.waiting + #fresh
        items = items + #fresh
        if ARGV[5] ~= '' then
          redis.call('HSETNX', members, ARGV[5], whole(now) .. '|0')
          redis.call('PEXPIRE', members, ARGV[7])
        end
        return finish({#fresh})
        """;

    /// <summary>
    /// ARGV: milliseconds after which a gateway counts as gone, and after which it is forgotten. Answers lost, pump, number of groups, id and text
    /// of each, name and room of each gateway.
    /// </summary>
    public const string Read = Prelude + TakeOver + Drop + """
        local function give_back(record, name, group)
          redis.call('LPUSH', queue(name), record)
          group.waiting = group.waiting + 1
          changed, group.changed = true, true
        end
        local due = redis.call('ZRANGEBYSCORE', delayed, '-inf', now, 'LIMIT', 0, 1000)
        for i = #due, 1, -1 do
          redis.call('ZREM', delayed, due[i])
          local record, name = string.match(due[i], '^(%d+|%d+|%d+|%d+|%d+|%d+|%d+|%d+)|(.*)$')
          local group = find(name)
          group.paused = group.paused - 1
          give_back(record, name, group)
        end
        local over = redis.call('ZRANGEBYSCORE', ends, '-inf', now, 'LIMIT', 0, 1000)
        for i = #over, 1, -1 do
          local record, name, group = unlease(over[i])
          if group then
            tally(group, record, 1)
            give_back(record, name, group)
            lost = lost + 1
          end
        end
        local live = {}
        local rows = redis.call('HGETALL', members)
        for i = 1, #rows, 2 do
          local seen, room = string.match(rows[i + 1], '^(%d+)|(%d+)$')
          if now - seen > tonumber(ARGV[2]) then
            redis.call('HDEL', members, rows[i])
          else
            live[rows[i]] = now - seen > tonumber(ARGV[1]) and '0' or room
          end
        end
        local text = redis.call('HGETALL', groups)
        for i = 1, #text, 2 do
          local gateway = string.match(text[i + 1], '^[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|([^|]*)|')
          if gateway ~= '' and not live[gateway] then drop(text[i], find(text[i])) end
        end
        finish()
        if changed then text = redis.call('HGETALL', groups) end
        local answer = {whole(lost), redis.call('GET', pump) or '', #text / 2}
        for _, part in ipairs(text) do answer[#answer + 1] = part end
        for name, room in pairs(live) do
          answer[#answer + 1] = name
          answer[#answer + 1] = room
        end
        return answer
        """;

    /// <summary>ARGV: gateway, milliseconds (0: let go). Answers 1 or 0.</summary>
    public const string HoldPump = Prelude + """
        local holder = redis.call('GET', pump)
        if holder and holder ~= ARGV[1] then return 0 end
        if ARGV[2] == '0' then
          redis.call('DEL', pump)
          return 0
        end
        redis.call('SET', pump, ARGV[1], 'PX', ARGV[2])
        return 1
        """;

    /// <summary>ARGV: pump, operation, milliseconds, age at which a gateway counts as gone, then group, gateway, count and mark of each. Answers counts, or -1.</summary>
    public const string Grant = Prelude + """
        if redis.call('GET', pump) ~= ARGV[1] then return {-1} end
        if redis.call('HGET', meta, 'operation') == ARGV[2] then return cjson.decode(redis.call('HGET', meta, 'answer')) end
        token = math.max(token, clock[1] * 1000000 + clock[2])
        local answer, granted = {}, 0
        for i = 5, #ARGV, 4 do
          local name, gateway = ARGV[i], ARGV[i + 1]
          local seen, room = string.match(redis.call('HGET', members, gateway) or '', '^(%d+)|(%d+)$')
          local group = find(name)
          local taken = {}
          if seen and now - seen <= tonumber(ARGV[4]) and group and (group.gateway == '' or group.gateway == gateway) then
            local count = math.min(tonumber(ARGV[i + 2]), tonumber(room), group.waiting)
            if count > 0 then
              taken = redis.call('LRANGE', queue(name), 0, count - 1)
              redis.call('LTRIM', queue(name), count, -1)
              redis.call('HSET', members, gateway, seen .. '|' .. whole(room - #taken))
            end
          end
          local records, deadlines, ids = {}, {}, {}
          local over = whole(now + ARGV[3])
          for at, record in ipairs(taken) do
            token = token + 1
            local id = whole(token)
            ids[at], records[2 * at - 1], deadlines[2 * at - 1], deadlines[2 * at] = id, id, over, id
            records[2 * at] = gateway .. ARGV[i + 3] .. '|' .. record .. '|' .. name
            tally(group, record, -1)
          end
          if #taken > 0 then
            many('HSET', leases, records)
            many('ZADD', ends, deadlines)
            many('RPUSH', prefix .. 'inbox:' .. gateway, ids)
            group.waiting = group.waiting - #taken
            group.leased = group.leased + #taken
            redis.call('PEXPIRE', prefix .. 'inbox:' .. gateway, 2 * ARGV[3])
          end
          answer[#answer + 1] = #taken
          granted = granted + #taken
        end
        if granted > 0 then redis.call('HSET', meta, 'operation', ARGV[2], 'answer', cjson.encode(answer)) end
        return finish(answer)
        """;

    /// <summary>ARGV: gateway, room, last token, milliseconds, age at which it is forgotten. Answers items, then token, deadline and lease of each.</summary>
    public const string Collect = Prelude + """
        local inbox = prefix .. 'inbox:' .. ARGV[1]
        local answer = {items}
        local ids, got = redis.call('LRANGE', inbox, 0, -1), 0
        while ids[got + 1] and tonumber(ids[got + 1]) <= tonumber(ARGV[3]) do got = got + 1 end
        if got > 0 then redis.call('LTRIM', inbox, got, -1) end
        local room, fresh, deadlines = tonumber(ARGV[2]), {}, {}
        for i = got + 1, #ids do fresh[#fresh + 1] = ids[i] end
        for i, value in ipairs(values(leases, fresh)) do
          if value then
            deadlines[#deadlines + 1] = whole(now + ARGV[4])
            deadlines[#deadlines + 1] = fresh[i]
            answer[#answer + 1] = fresh[i]
            answer[#answer + 1] = find(string.match(value, '^[^|]*|%d+|%d+|%d+|%d+|%d+|%d+|%d+|%d+|(.*)$')).deadline
            answer[#answer + 1] = value
            room = room - 1
          else
            redis.call('LREM', inbox, 1, fresh[i])
          end
        end
        many('ZADD', ends, deadlines)
        redis.call('HSET', members, ARGV[1], whole(now) .. '|' .. whole(math.max(0, room)))
        redis.call('PEXPIRE', members, ARGV[5])
        return answer
        """;

    /// <summary>ARGV: milliseconds, then tokens. Answers how many were held.</summary>
    public const string Heartbeat = Prelude + """
        local held = 0
        for i = 2, #ARGV do
          if redis.call('ZSCORE', ends, ARGV[i]) then
            redis.call('ZADD', ends, now + ARGV[1], ARGV[i])
            held = held + 1
          end
        end
        return {held}
        """;

    /// <summary>ARGV: tokens. Answers how many were held.</summary>
    public const string Complete = Prelude + """
        local held, gone, seen = 0, {}, {}
        for i, value in ipairs(values(leases, ARGV)) do
          if value and not seen[ARGV[i]] then
            seen[ARGV[i]] = true
            gone[#gone + 1] = ARGV[i]
            local record, name = taken_from(value)
            held = held + 1
            forget(name, record)
          end
        end
        many('HDEL', leases, gone)
        many('ZREM', ends, gone)
        return finish({held})
        """;

    /// <summary>ARGV: token, attempts to add, delay in milliseconds. Answers 1 or 0.</summary>
    public const string Requeue = Prelude + """
        local record, name, group = unlease(ARGV[1])
        if not group then return finish({0}) end
        local start, attempt, enqueued = string.match(record, '^(.*)|(%d+)|(%d+)$')
        record = table.concat({start, '|', whole(attempt + ARGV[2]), '|', enqueued})
        if tonumber(ARGV[3]) > 0 then
          redis.call('ZADD', delayed, now + ARGV[3], record .. '|' .. name)
          group.paused = group.paused + 1
        else
          redis.call('LPUSH', queue(name), record)
          group.waiting = group.waiting + 1
        end
        tally(group, record, 1)
        return finish({1})
        """;

    /// <summary>ARGV: group. Answers how many items it had.</summary>
    public const string RemoveGroup = Prelude + Drop + """
        local group = find(ARGV[1])
        return finish({group and drop(ARGV[1], group) or 0})
        """;

    /// <summary>ARGV: group, then lines. Answers how many there were.</summary>
    public const string Remove = Prelude + """
        local name, wanted, removed = ARGV[1], {}, 0
        local group = find(name)
        for i = 2, #ARGV do
          if group and redis.call('GETBIT', known(name), ARGV[i]) == 1 then wanted[ARGV[i]] = true end
        end
        if next(wanted) == nil then return finish({0}) end
        local function gone(record)
          removed = removed + 1
          forget(name, record)
        end
        for _, record in ipairs(redis.call('LRANGE', queue(name), 0, -1)) do
          if wanted[string.match(record, '^%d+')] then
            redis.call('LREM', queue(name), 1, record)
            group.waiting = group.waiting - 1
            tally(group, record, -1)
            gone(record)
          end
        end
        local all = group.paused > 0 and redis.call('ZRANGE', delayed, 0, -1) or {}
        for _, member in ipairs(all) do
          local record, owner = string.match(member, '^(%d+|%d+|%d+|%d+|%d+|%d+|%d+|%d+)|(.*)$')
          if owner == name and wanted[string.match(record, '^%d+')] then
            redis.call('ZREM', delayed, member)
            group.paused = group.paused - 1
            tally(group, record, -1)
            gone(record)
          end
        end
        all = group.leased > 0 and redis.call('HGETALL', leases) or {}
        for i = 1, #all, 2 do
          local line, owner = string.match(all[i + 1], '^[^|]*|(%d+)|%d+|%d+|%d+|%d+|%d+|%d+|%d+|(.*)$')
          if owner == name and wanted[line] then gone((unlease(all[i]))) end
        end
        return finish({removed})
        """;
}
