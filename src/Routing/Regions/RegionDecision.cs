namespace SageServe.Routing;

/// <summary>Where a request goes: home, a peer, or nowhere now (neither).</summary>
internal readonly record struct RegionDecision(bool Home, PeerRegion? Peer, ReasonSet Reasons)
{
    public static RegionDecision Nowhere => default;

    public static RegionDecision AtHome(ReasonCode reason) => new(true, null, ReasonSet.Of(reason));

    public RegionDecision Because(ReasonCode reason) => this with { Reasons = Reasons.With(reason) };

    public static RegionDecision At(PeerRegion peer, ReasonCode reason) => new(false, peer, ReasonSet.Of(reason));
}
