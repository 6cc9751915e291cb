namespace SageServe.Gateway;

/// <summary>
/// The Lua scripts of <see cref="RedisKeyStore"/>. Keys of one tag: documents by id, and a version that grows with each change.
/// Adding or removing the same key twice changes nothing, so a repeated call does no harm.
/// </summary>
internal static class KeyScripts
{
    /// <summary>ARGV: the version that is known. Answers the version, and all documents when it is another one.</summary>
    public const string Read = """
        local version = redis.call('GET', KEYS[2]) or '0'
        if version == ARGV[1] then return {version} end
        local answer = redis.call('HVALS', KEYS[1])
        table.insert(answer, 1, version)
        return answer
        """;

    /// <summary>ARGV: id, document, most keys. Answers 1, or -1 when there are too many.</summary>
    public const string Add = """
        if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[3]) then return -1 end
        if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 1 then redis.call('INCR', KEYS[2]) end
        return 1
        """;

    /// <summary>ARGV: id. Answers the number of removed keys.</summary>
    public const string Remove = """
        local removed = redis.call('HDEL', KEYS[1], ARGV[1])
        if removed == 1 then redis.call('INCR', KEYS[2]) end
        return removed
        """;
}
