namespace SageServe.Gateway;

/// <summary>
/// The Lua scripts of <see cref="RedisDeferredStore"/>. All keys carry the tag <c>{model:shard}</c>, time is the server's own, and what a lane
/// holds is gone with its last item. By name after the tag:
/// <list type="bullet">
/// <item><c>meta</c>: schema, token (the last one), items (all of the lane), lost, operation and answer of the last grant</item>
/// <item><c>groups</c>: id to <c>waiting|delayed|leased|prompt|output|work|deadline|oldest|gateway|tenant</c></item>
/// <item><c>queue:GROUP</c>: list of waiting records (<see cref="DeferredItemText"/>); <c>known:GROUP</c>: a bit for each line that the lane has</item>
/// <item><c>leases</c>: token to <c>gateway|record|group</c>, an urgent one with <c>!</c> after the gateway; <c>ends</c>: tokens by the end of their lease</item>
/// <item><c>delayed</c>: <c>record|group</c> by the end of the pause</item>
/// <item><c>members</c>: gateway to <c>seen|room</c>; <c>inbox:GATEWAY</c>: list of tokens; <c>pump</c>: a gateway. These three expire by themselves</item>
/// </list>
/// </summary>
internal static partial class RedisScripts
{
    /// <summary>Version 3 is groups and grants; a greater one means that a newer program wrote the lane. Of version 2 the items are taken over.</summary>
    private const string Prelude = """
        local meta, groups, leases, ends, delayed, members, pump = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
        local prefix = string.sub(meta, 1, -5)
        local head = redis.call('HMGET', meta, 'schema', 'old', 'token', 'items', 'lost')
        local schema = tonumber(head[1] or '3')
        if schema > 3 then return redis.error_reply('SCHEMA this queue was written by a newer version') end
        local old, token, items, lost = head[2] or schema < 3, tonumber(head[3] or '0'), tonumber(head[4] or '0'), tonumber(head[5] or '0')
        local clock = redis.call('TIME')
        local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
        local changed = false
        local open = {}
        local function whole(number) return string.format('%.0f', number) end
        local function many(command, key, list)
          for first = 1, #list, 1000 do redis.call(command, key, unpack(list, first, math.min(first + 999, #list))) end
        end
        local function values(key, fields)
          local found = {}
          for first = 1, #fields, 1000 do
            for i, value in ipairs(redis.call('HMGET', key, unpack(fields, first, math.min(first + 999, #fields)))) do found[first + i - 1] = value end
          end
          return found
        end
        local function queue(id) return prefix .. 'queue:' .. id end
        local function known(id) return prefix .. 'known:' .. id end
        local function find(id)
          if open[id] == nil then
            local text = redis.call('HGET', groups, id)
            local group = false
            if text then
              local waiting, paused, leased, prompt, output, work, deadline, oldest, gateway, tenant =
                string.match(text, '^(%-?%d+)|(%-?%d+)|(%-?%d+)|(%-?%d+)|(%-?%d+)|(%-?%d+)|(%-?%d+)|(%-?%d*)|([^|]*)|(.*)$')
              group = {waiting = tonumber(waiting), paused = tonumber(paused), leased = tonumber(leased), prompt = tonumber(prompt),
                output = tonumber(output), work = tonumber(work), deadline = deadline, oldest = oldest, gateway = gateway, tenant = tenant}
            end
            open[id] = group
          end
          return open[id]
        end
        local function make(id, deadline, gateway, tenant)
          local group = {waiting = 0, paused = 0, leased = 0, prompt = 0, output = 0, work = 0,
            deadline = deadline, oldest = '', gateway = gateway, tenant = tenant}
          open[id] = group
          return group
        end
        local function tally(group, record, sign)
          local work, prompt, output = string.match(record, '^%d+|%d+|%d+|(%d+)|(%d+)|(%d+)|')
          group.work = group.work + sign * work
          group.prompt = group.prompt + sign * prompt
          group.output = group.output + sign * output
          group.changed = true
          changed = true
        end
        local function taken_from(value)
          changed = true
          local record, name = string.match(value, '^[^|]*|(%d+|%d+|%d+|%d+|%d+|%d+|%d+|%d+)|(.*)$')
          local group = find(name)
          if group then
            group.leased = group.leased - 1
            group.changed = true
          end
          return record, name, group
        end
        local function unlease(id)
          local value = redis.call('HGET', leases, id)
          if not value then return nil end
          redis.call('HDEL', leases, id)
          redis.call('ZREM', ends, id)
          return taken_from(value)
        end
        local function forget(name, record)
          redis.call('SETBIT', known(name), string.match(record, '^%d+'), 0)
          items = items - 1
          changed = true
        end
        local function finish(answer)
          for id, group in pairs(open) do
            if group and group.changed then
              if group.waiting + group.paused + group.leased == 0 then
                redis.call('HDEL', groups, id)
                redis.call('UNLINK', queue(id), known(id))
              else
                local first = redis.call('LINDEX', queue(id), 0)
                group.oldest = first and string.match(first, '%d+$') or ''
                redis.call('HSET', groups, id, table.concat({whole(group.waiting), whole(group.paused), whole(group.leased), whole(group.prompt),
                  whole(group.output), whole(group.work), group.deadline, group.oldest, group.gateway, group.tenant}, '|'))
              end
            end
          end
          if changed and items == 0 and not old then
            redis.call('UNLINK', meta, groups, leases, ends, delayed)
          elseif changed then
            redis.call('HSET', meta, 'schema', 3, 'token', whole(token), 'items', whole(items), 'lost', whole(lost))
            if old then redis.call('HSET', meta, 'old', 1) end
          end
          return answer
        end

        """;

    /// <summary>A chunk of what version 2 left: by deadline, first what waits, then what somebody ran. Held calls went with their gateways.</summary>
    private const string TakeOver = """
        local function take_over()
          local before = {waiting = prefix .. 'waiting', leased = prefix .. 'leased', items = prefix .. 'items'}
          changed = true
          local source = redis.call('EXISTS', before.waiting) == 1 and before.waiting or before.leased
          local ids = redis.call('ZRANGE', source, 0, 999)
          redis.call('ZREMRANGEBYRANK', source, 0, 999)
          if #ids == 0 then
            redis.call('UNLINK', before.waiting, before.leased, before.items, prefix .. 'ages', prefix .. 'holders')
            redis.call('HDEL', meta, 'old', 'seq', 'idle', 'prompt', 'output')
            old = false
          end
          for _, id in ipairs(ids) do
            if source == before.waiting then id = string.sub(id, 17) end
            local name, line = string.match(id, '^(.+)/(%d+)$')
            local attempt, deadline, enqueued, place, work, rest =
              string.match(redis.call('HGET', before.items, id) or '', '^%d+|(%d+)|(%d+)|(%d+)|%d+|(%d+|%d+)|(%d+)(.*)$')
            redis.call('HDEL', before.items, id)
            if name and work and redis.call('SETBIT', known(name), line, 1) == 0 then
              if not string.match(rest, '^|%d+|%d+$') then rest = '|0|0' end
              local record = table.concat({line, '|', place, '|', work, rest, '|', attempt, '|', enqueued})
              local group = find(name) or make(name, deadline, '', '')
              redis.call('RPUSH', queue(name), record)
              group.waiting = group.waiting + 1
              items = items + 1
              tally(group, record, 1)
            end
          end
        end
        if old then take_over() end

        """;

    /// <summary>Ends a group with all that it has.</summary>
    private const string Drop = """
        local function drop(name, group)
          local all = group.leased > 0 and redis.call('HGETALL', leases) or {}
          for i = 1, #all, 2 do
            if string.match(all[i + 1], '^[^|]*|%d+|%d+|%d+|%d+|%d+|%d+|%d+|%d+|(.*)$') == name then
              redis.call('HDEL', leases, all[i])
              redis.call('ZREM', ends, all[i])
            end
          end
          all = group.paused > 0 and redis.call('ZRANGE', delayed, 0, -1) or {}
          for _, member in ipairs(all) do
            if string.match(member, '^%d+|%d+|%d+|%d+|%d+|%d+|%d+|%d+|(.*)$') == name then redis.call('ZREM', delayed, member) end
          end
          local dropped = group.waiting + group.paused + group.leased
          items = items - dropped
          group.waiting, group.paused, group.leased, group.changed = 0, 0, 0, true
          changed = true
          return dropped
        end

        """;
}
