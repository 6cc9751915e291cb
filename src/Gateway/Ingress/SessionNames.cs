using System.Security.Cryptography;
using System.Text;

namespace SageServe.Gateway;

/// <summary>
/// What routing and the decision log know a session by: a keyed hash, because clients put names of people into <c>user</c>. Gateways with
/// the same <c>PeerSecret</c> give the same name, so that a session stays at its replica whichever gateway it comes through.
/// </summary>
internal sealed class SessionNames(GatewayOptions options)
{
    private const int Bytes = 12;
    private readonly byte[] _key = Encoding.UTF8.GetBytes(options.PeerSecret ?? "");

    /// <param name="session">As the client wrote it.</param>
    public string? Of(string? session)
    {
        if (session is null)
        {
            return null;
        }

        Span<byte> text = stackalloc byte[SessionParser.MaxLength * 3];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, text[..Encoding.UTF8.GetBytes(session, text)], hash);
        return Convert.ToHexStringLower(hash[..Bytes]);
    }
}
