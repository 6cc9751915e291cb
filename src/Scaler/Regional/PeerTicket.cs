using System.Security.Cryptography;

namespace SageServe.Scaler;

/// <summary>What a scaler says of its call to another region's, signed with the shared secret.</summary>
/// <param name="From">Region that calls.</param>
/// <param name="To">Region that is meant.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="BodyHash">SHA-256 of the body, hexadecimal.</param>
/// <param name="SignedAt">Request time.</param>
internal sealed record PeerTicket(RegionId From, RegionId To, string Method, string BodyHash, Instant SignedAt)
{
    /// <summary>How far the peers' clocks and a call's way may be apart.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromSeconds(60);

    public static string HashOf(ReadOnlySpan<byte> body) => Convert.ToHexString(SHA256.HashData(body));
}
