using System.Security.Cryptography;

namespace SageServe.Gateway;

/// <summary>What one gateway tells another about a request that it sends on; the signature covers all of it and the path.</summary>
/// <param name="Id">The request.</param>
/// <param name="Origin">Where it entered.</param>
/// <param name="Tier">Its tier there; the peer does not decide again.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Arrived">When it entered.</param>
/// <param name="Deadline">Its deadline.</param>
/// <param name="ExpectedOutputTokens">The origin's estimate.</param>
/// <param name="Hop">1; a peer refuses more.</param>
/// <param name="SignedAt">When it was signed; old tickets are refused.</param>
internal sealed record RelayTicket(
    RequestId Id,
    RegionId Origin,
    ServiceTier Tier,
    TenantId Tenant,
    Instant Arrived,
    Instant Deadline,
    int ExpectedOutputTokens,
    int Hop,
    Instant SignedAt)
{
    /// <summary>The region that it was sent to: no other takes it, so that a wrong address breaks no residency. None in calls without a request.</summary>
    public RegionId? To { get; init; }

    /// <summary>SHA-256 of the body, in hex: no other body comes with this ticket. None in calls without a request.</summary>
    public string? BodyHash { get; init; }

    public static string HashOf(ReadOnlySpan<byte> body) => Convert.ToHexString(SHA256.HashData(body));
}
