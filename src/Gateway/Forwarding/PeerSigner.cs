using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Signs and checks what gateways tell each other: HMAC-SHA256 of the ticket and the path, with the shared secret.</summary>
internal sealed class PeerSigner(string? secret)
{
    /// <summary>How far the peers' clocks and a request's way may be apart.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromSeconds(60);

    private readonly SharedSeal? _seal = string.IsNullOrEmpty(secret) ? null : new SharedSeal(secret);

    public bool Enabled => _seal is not null;

    public (string Ticket, string Signature) Sign(RelayTicket ticket, string path)
    {
        var text = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(ticket, GatewayJson.Default.RelayTicket));
        return (text, _seal!.Sign(text, path));
    }

    /// <summary>Null when it is not ours, too old, or has been relayed before.</summary>
    public RelayTicket? Verify(string? text, string? signature, string path, Instant now)
    {
        if (_seal is null || !_seal.Holds(text, signature, path))
        {
            return null;
        }

        try
        {
            var ticket = JsonSerializer.Deserialize(Convert.FromBase64String(text!), GatewayJson.Default.RelayTicket);
            return ticket is { Hop: 1 } && (now - ticket.SignedAt).Duration() <= Validity ? ticket : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }
}
