namespace SageServe.Gateway.Tests;

public sealed class PeerSignerTests
{
    private static readonly Instant Now = Instant.FromUnixSeconds(1_800_000_000);

    [Fact]
    public void What_a_peer_signed_is_read_back()
    {
        var ticket = Ticket();
        var (text, signature) = new PeerSigner("secret").Sign(ticket, "/v1/x");

        Assert.Equal(ticket, new PeerSigner("secret").Verify(text, signature, "/v1/x", Now));
    }

    [Fact]
    public void Another_path_secret_time_or_hop_is_refused()
    {
        var (text, signature) = new PeerSigner("secret").Sign(Ticket(), "/v1/x");
        var (hops, hopsSignature) = new PeerSigner("secret").Sign(Ticket() with { Hop = 2 }, "/v1/x");

        Assert.Null(new PeerSigner("secret").Verify(text, signature, "/v1/y", Now));
        Assert.Null(new PeerSigner("other").Verify(text, signature, "/v1/x", Now));
        Assert.Null(new PeerSigner(null).Verify(text, signature, "/v1/x", Now));
        Assert.Null(new PeerSigner("secret").Verify(text, signature, "/v1/x", Now + TimeSpan.FromSeconds(61)));
        Assert.Null(new PeerSigner("secret").Verify(hops, hopsSignature, "/v1/x", Now));
        Assert.Null(new PeerSigner("secret").Verify(text + "A", signature, "/v1/x", Now));
    }

    private static RelayTicket Ticket() => new(
        new RequestId("req_1"), new RegionId("east"), ServiceTier.InteractiveFast, new TenantId("acme"), Now, Now, 10, 1, Now);
}
