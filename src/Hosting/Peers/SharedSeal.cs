using System.Security.Cryptography;
using System.Text;

namespace SageServe.Hosting;

/// <summary>Signs short texts with a secret that all peers share: HMAC-SHA256 of the text and the path that it is for.</summary>
public sealed class SharedSeal(string secret)
{
    private const int SignatureLength = 64;

    private readonly byte[] _key = Encoding.UTF8.GetBytes(secret);

    /// <returns>Hexadecimal.</returns>
    public string Sign(string text, string path) => Convert.ToHexString(Hash(text, path));

    /// <summary>True for a signature that somebody with the secret made; compared in constant time.</summary>
    public bool Holds(string? text, string? signature, string path)
    {
        if (string.IsNullOrEmpty(text) || signature is not { Length: SignatureLength })
        {
            return false;
        }

        try
        {
            return CryptographicOperations.FixedTimeEquals(Convert.FromHexString(signature), Hash(text, path));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private byte[] Hash(string text, string path) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(path + "\n" + text));
}
