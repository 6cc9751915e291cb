namespace SageServe.Gateway;

/// <summary>
/// The Lua scripts of <see cref="RedisKeyStore"/>. Keys of one tag: documents by id, a version that grows with each change, tenants by name.
/// Adding or removing the same key twice changes nothing, so a repeated call does no harm.
/// </summary>
internal static class KeyScripts
{
    /// <summary>ARGV: the version that is known. Answers the version, and when it is another one the number of keys, all keys, and all tenants.</summary>
    public const string Read = """
        local version = redis.call('GET', KEYS[2]) or '0'
        if version == ARGV[1] then return {version} end
        local answer = redis.call('HVALS', KEYS[1])
        table.insert(answer, 1, #answer)
        table.insert(answer, 1, version)
        for _, tenant in ipairs(redis.call('HVALS', KEYS[3])) do table.insert(answer, tenant) end
        return answer
        """;

    /// <summary>ARGV: id, document, most keys. Answers 1, or -1 when there are too many.</summary>
    public const string Add = """
        if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[3]) then return -1 end
        if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 1 then redis.call('INCR', KEYS[2]) end
        return 1
        """;

    /// <summary>ARGV: tenant, document, most tenants. Answers 1, or -1 when there are too many.</summary>
    public const string SetTenant = """
        if redis.call('HEXISTS', KEYS[3], ARGV[1]) == 0 and redis.call('HLEN', KEYS[3]) >= tonumber(ARGV[3]) then return -1 end
        if redis.call('HGET', KEYS[3], ARGV[1]) ~= ARGV[2] then
          redis.call('HSET', KEYS[3], ARGV[1], ARGV[2])
          redis.call('INCR', KEYS[2])
        end
        return 1
        """;

    /// <summary>ARGV: tenant. Answers the number of removed ones.</summary>
    public const string RemoveTenant = """
        local removed = redis.call('HDEL', KEYS[3], ARGV[1])
        if removed == 1 then redis.call('INCR', KEYS[2]) end
        return removed
        """;

    /// <summary>ARGV: id. Answers the number of removed keys.</summary>
    public const string Remove = """
        local removed = redis.call('HDEL', KEYS[1], ARGV[1])
        if removed == 1 then redis.call('INCR', KEYS[2]) end
        return removed
        """;
}
