using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SageServe.Gateway;

/// <summary>SHA-256 of a key as a value: finding a key allocates nothing and takes no secret into a comparison.</summary>
internal readonly record struct KeyHash(UInt128 High, UInt128 Low)
{
    /// <summary>A longer text is no key.</summary>
    public const int MaxKeyLength = 256;

    private const int Half = 16;

    /// <summary>False for a text that is too long to be a key.</summary>
    public static bool TryOf(ReadOnlySpan<char> key, out KeyHash hash)
    {
        Span<byte> bytes = stackalloc byte[3 * MaxKeyLength];
        if (key.Length is 0 or > MaxKeyLength)
        {
            hash = default;
            return false;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(key, bytes)], digest);
        hash = Of(digest);
        return true;
    }

    /// <param name="hex">64 hexadecimal digits.</param>
    public static KeyHash FromHex(string hex) => Of(Convert.FromHexString(hex.Trim()));

    private static KeyHash Of(ReadOnlySpan<byte> digest) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(digest), BinaryPrimitives.ReadUInt128BigEndian(digest[Half..]));
}
