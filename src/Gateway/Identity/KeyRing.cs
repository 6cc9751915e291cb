using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>Known keys by their hash: finding one takes no secret into a comparison.</summary>
internal sealed class KeyRing
{
    private readonly FrozenDictionary<string, Caller> _callers;

    public KeyRing(KeysDocument document)
    {
        _callers = document.Keys.ToFrozenDictionary(
            k => k.Sha256.Trim().ToUpperInvariant(), k => new Caller(k.Tenant, k.TierCeiling), StringComparer.Ordinal);
    }

    /// <exception cref="JsonException">The file is no keys document.</exception>
    public static KeyRing Parse(byte[] json) =>
        new(JsonSerializer.Deserialize(json, GatewayJson.Default.KeysDocument) ?? throw new JsonException("The keys file is empty."));

    public Caller? Find(ReadOnlySpan<char> key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString()), hash);
        return _callers.GetValueOrDefault(Convert.ToHexString(hash));
    }
}
