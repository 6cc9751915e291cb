using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>Signs and checks what gateways tell each other: HMAC-SHA256 of the ticket and the path, with the shared secret.</summary>
internal sealed class PeerSigner(string? secret)
{
    /// <summary>How far the peers' clocks and a request's way may be apart.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromSeconds(60);

    private readonly byte[]? _key = string.IsNullOrEmpty(secret) ? null : Encoding.UTF8.GetBytes(secret);

    public bool Enabled => _key is not null;

    public (string Ticket, string Signature) Sign(RelayTicket ticket, string path)
    {
        var text = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(ticket, GatewayJson.Default.RelayTicket));
        return (text, Convert.ToHexString(Hash(text, path)));
    }

    /// <summary>Null when it is not ours, too old, or has been relayed before.</summary>
    public RelayTicket? Verify(string? text, string? signature, string path, Instant now)
    {
        if (_key is null || string.IsNullOrEmpty(text) || signature is null || signature.Length != 64)
        {
            return null;
        }

        try
        {
            if (!CryptographicOperations.FixedTimeEquals(Convert.FromHexString(signature), Hash(text, path)))
            {
                return null;
            }

            var ticket = JsonSerializer.Deserialize(Convert.FromBase64String(text), GatewayJson.Default.RelayTicket);
            return ticket is { Hop: 1 } && (now - ticket.SignedAt).Duration() <= Validity ? ticket : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    private byte[] Hash(string text, string path) => HMACSHA256.HashData(_key!, Encoding.UTF8.GetBytes(path + "\n" + text));
}
