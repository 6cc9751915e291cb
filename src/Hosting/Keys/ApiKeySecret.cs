using System.Security.Cryptography;
using System.Text;

namespace SageServe.Hosting;

/// <summary>A new API key: 256 random bits, so that its plain SHA-256 is safe to store and quick to check.</summary>
public static class ApiKeySecret
{
    public const string Prefix = "sk-sage-";

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Characters of 62 that hold 256 bits.</summary>
    private const int Length = 43;

    public static CreatedKey Create(KeyGrant grant, Instant now)
    {
        var key = Prefix + RandomNumberGenerator.GetString(Alphabet, Length);
        var hash = HashOf(key);
        return new CreatedKey(key, new KeyDocument
        {
            Id = KeyDocument.IdOf(hash),
            Sha256 = hash,
            Created = now,
            Tenant = grant.Tenant,
            Name = grant.Name,
            TierCeiling = grant.TierCeiling,
            StreamTier = grant.StreamTier,
            CallTier = grant.CallTier,
            Models = grant.Models,
            Regions = grant.Regions,
            Expires = grant.Expires,
            Limits = grant.Limits,
        });
    }

    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
