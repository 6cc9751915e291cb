using System.Collections.Frozen;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>The gateways of the other regions, and the words this one signs for them.</summary>
internal sealed class PeerDirectory
{
    /// <summary>Tier, tenant and id of a call that carries no request.</summary>
    private static readonly TenantId NoTenant = new("-");

    private readonly FrozenDictionary<RegionId, string> _urls;
    private readonly PeerSigner _signer;
    private readonly SteadyClock _clock;
    private readonly RegionId _home;

    public PeerDirectory(GatewayOptions options, SteadyClock clock)
    {
        _urls = options.Peers.ToFrozenDictionary(p => new RegionId(p.Region), p => p.Url.TrimEnd('/'));
        _signer = new PeerSigner(options.PeerSecret);
        _clock = clock;
        _home = new RegionId(options.Region);
    }

    /// <summary>This gateway's region.</summary>
    public RegionId Home => _home;

    public IEnumerable<RegionId> Regions => _urls.Keys;

    /// <summary>Null for a region that has no gateway here.</summary>
    public string? UrlOf(RegionId region) => _signer.Enabled ? _urls.GetValueOrDefault(region) : null;

    public (string Ticket, string Signature) Sign(InferenceRequest request, string path) => _signer.Sign(
        new RelayTicket(
            request.Id, _home, request.Tier, request.Tenant, request.Arrived, request.Deadline, request.ExpectedOutputTokens, 1, _clock.Now),
        path);

    /// <summary>Signs a peer call that carries no request.</summary>
    public (string Ticket, string Signature) Sign(string path)
    {
        var now = _clock.Now;
        return _signer.Sign(new RelayTicket(new RequestId("-"), _home, ServiceTier.NonInteractive, NoTenant, now, now, 0, 1, now), path);
    }

    public RelayTicket? Verify(HttpRequest request) => _signer.Verify(
        request.Headers[HeaderNames.Relay], request.Headers[HeaderNames.Signature], request.Path.Value ?? "", _clock.Now);
}
