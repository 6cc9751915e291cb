using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace SageServe.Gateway;

/// <summary>
/// Keeps tenants from learning by the time of an answer what others have asked: with <c>CacheSharing</c> at <c>tenant</c>, engines get a
/// <c>cache_salt</c> (vLLM's OpenAI-compatible API, automatic prefix caching) and the gateway's own memory of prefixes is told apart too.
/// </summary>
internal sealed class TenantCaches(GatewayOptions options)
{
    /// <summary>Values of <c>Gateway:CacheSharing</c>.</summary>
    public const string All = "all";

    /// <inheritdoc cref="All"/>
    public const string Tenant = "tenant";

    private const int SaltBytes = 16;

    private readonly bool _apart = options.CacheSharing == Tenant;

    /// <summary>The same in every gateway. It is no secret: a client's own is overruled, so nobody can ask with another's.</summary>
    /// <returns>Null where all share.</returns>
    public string? SaltOf(TenantId tenant) => _apart ? Convert.ToHexStringLower(Hash(tenant).AsSpan(0, SaltBytes)) : null;

    /// <summary>The prompt's blocks for choosing a replica.</summary>
    public ImmutableArray<ulong> BlocksOf(ParsedBody parsed, TenantId tenant)
    {
        var blocks = parsed.Prefix?.ToBlocks() ?? [];
        if (!_apart || blocks.IsEmpty)
        {
            return blocks;
        }

        var mark = BinaryPrimitives.ReadUInt64LittleEndian(Hash(tenant));
        var own = new ulong[blocks.Length];
        for (var i = 0; i < own.Length; i++)
        {
            own[i] = blocks[i] ^ mark;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(own);
    }

    private static byte[] Hash(TenantId tenant) => SHA256.HashData(Encoding.UTF8.GetBytes("prefix caches of " + tenant.Value));
}
