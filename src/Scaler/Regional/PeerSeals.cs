using System.Text.Json;

namespace SageServe.Scaler;

/// <summary>Signs this scaler's calls to its peers and checks theirs.</summary>
internal sealed class PeerSeals : IDisposable
{
    private readonly SecretText _secret;
    private readonly RegionId _home;
    private readonly HashSet<RegionId> _peers;
    private readonly SteadyClock _clock;

    public PeerSeals(RegionalOptions options, SteadyClock clock, ILogger<PeerSeals> logger)
    {
        _secret = new SecretText(options.Secret, options.SecretFile, "", clock.Time, logger);
        _home = new RegionId(options.Region!);
        _peers = [.. options.Peers.Select(p => new RegionId(p.Region))];
        _clock = clock;
    }

    public void Dispose() => _secret.Dispose();

    /// <summary>Adds both headers.</summary>
    public void Sign(HttpRequestMessage request, RegionId to, ReadOnlySpan<byte> body)
    {
        var ticket = new PeerTicket(_home, to, request.Method.Method, PeerTicket.HashOf(body), _clock.Now);
        var text = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(ticket, ScalerJson.Default.PeerTicket));
        request.Headers.Add(HeaderNames.Peer, text);
        request.Headers.Add(HeaderNames.Signature, new SharedSeal(_secret.Current ?? "").Sign(text, request.RequestUri!.PathAndQuery));
    }

    /// <summary>The peer that made this call for us; null for anybody else's, an old or a changed one.</summary>
    public RegionId? Verify(HttpRequest request, ReadOnlySpan<byte> body)
    {
        var text = request.Headers[HeaderNames.Peer].ToString();
        if (_secret.Current is not { } secret || !new SharedSeal(secret).Holds(text, request.Headers[HeaderNames.Signature], request.Path + request.QueryString.Value))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(Convert.FromBase64String(text), ScalerJson.Default.PeerTicket) is { } ticket
                && ticket.To == _home && _peers.Contains(ticket.From) && ticket.Method == request.Method
                && ticket.BodyHash == PeerTicket.HashOf(body) && (_clock.Now - ticket.SignedAt).Duration() <= PeerTicket.Validity
                ? ticket.From
                : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }
}
