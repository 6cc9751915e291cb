using System.Collections.Frozen;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>The gateways of the other regions, and the words this one signs for them.</summary>
internal sealed class PeerDirectory
{
    /// <summary>Tier, tenant and id of a call that carries no request.</summary>
    private static readonly TenantId NoTenant = new("-");

    private readonly FrozenDictionary<RegionId, PeerAddresses> _addresses;
    private readonly PeerSigner _signer;
    private readonly SteadyClock _clock;
    private readonly RegionId _home;
    private readonly bool _needsCertificate;

    public PeerDirectory(GatewayOptions options, SteadyClock clock)
    {
        _addresses = options.Peers.GroupBy(p => new RegionId(p.Region)).ToFrozenDictionary(g => g.Key, g => new PeerAddresses([.. g.Select(p => p.Url.TrimEnd('/'))]));
        _signer = new PeerSigner(options.PeerSecret);
        _clock = clock;
        _home = new RegionId(options.Region);
        _needsCertificate = options.Tls.PeerAuthorityFile is not null;
    }

    /// <summary>This gateway's region.</summary>
    public RegionId Home => _home;

    public IEnumerable<RegionId> Regions => _addresses.Keys;

    /// <summary>Null for a region that has no gateway here.</summary>
    public string? UrlOf(RegionId region) => _signer.Enabled && _addresses.TryGetValue(region, out var addresses) ? addresses.Next() : null;

    /// <summary>Another gateway of the region; null when all that are not known to be silent were tried.</summary>
    public string? SiblingOf(RegionId region, IReadOnlyCollection<string> tried) => _addresses.TryGetValue(region, out var addresses) ? addresses.Next(tried) : null;

    /// <summary>All of a region's gateways; none without a secret.</summary>
    public IReadOnlyList<string> UrlsOf(RegionId region) => _signer.Enabled && _addresses.TryGetValue(region, out var addresses) ? addresses.All : [];

    /// <summary>Whether a gateway answered just now; those that did not are left out while another did.</summary>
    public void Saw(RegionId region, string url, bool answered)
    {
        if (_addresses.TryGetValue(region, out var addresses))
        {
            addresses.Saw(url, answered);
        }
    }

    /// <summary>Signs a request for another region, its body included.</summary>
    public (string Ticket, string Signature) Sign(InferenceRequest request, RegionId to, string path, ReadOnlySpan<byte> body) => _signer.Sign(
        new RelayTicket(
            request.Id, _home, request.Tier, request.Tenant, request.Arrived, request.Deadline, request.ExpectedOutputTokens, 1, _clock.Now)
        {
            To = to,
            BodyHash = RelayTicket.HashOf(body),
        },
        path);

    /// <summary>Signs a peer call that carries no request.</summary>
    public (string Ticket, string Signature) Sign(string path)
    {
        var now = _clock.Now;
        return _signer.Sign(new RelayTicket(new RequestId("-"), _home, ServiceTier.NonInteractive, NoTenant, now, now, 0, 1, now), path);
    }

    /// <summary>True for a request that another region meant for this one.</summary>
    public bool IsForHere(RelayTicket ticket) => ticket.To == _home && ticket.Origin != _home;

    /// <summary>Null unless it is signed, and comes with a peer's certificate where those are asked for.</summary>
    public RelayTicket? Verify(HttpRequest request) => _needsCertificate && request.HttpContext.Connection.ClientCertificate is null ? null : _signer.Verify(
        request.Headers[HeaderNames.Relay], request.Headers[HeaderNames.Signature], request.Path.Value ?? "", _clock.Now);
}
