using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Which tickets were used: each is good for one request of this gateway. It remembers for twice as long as a ticket is valid (the signer's clock
/// may be ahead or behind by that), in two halves, and so many at most: beyond that no relay is taken until the older half is forgotten.
/// </summary>
internal sealed class RelayReplays(SteadyClock clock)
{
    /// <summary>In each half; about 50 bytes each.</summary>
    public const int Most = 500_000;

    private static readonly TimeSpan Half = 2 * PeerSigner.Validity;

    private readonly Lock _gate = new();
    private HashSet<UInt128> _now = [];
    private HashSet<UInt128> _before = [];
    private Instant _turnAt = clock.Now + Half;

    /// <param name="signature">Of a ticket that was found good: 64 hex digits.</param>
    /// <returns>False when it was used before, or when there are too many to remember.</returns>
    public bool TryUse(string signature)
    {
        // Hex may be written in two ways; its bytes are one.
        var id = UInt128.Parse(signature.AsSpan(0, 32), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture);
        lock (_gate)
        {
            Turn(clock.Now);
            return _now.Count < Most && !_before.Contains(id) && _now.Add(id);
        }
    }

    private void Turn(Instant now)
    {
        if (now < _turnAt)
        {
            return;
        }

        (_before, _now) = (now < _turnAt + Half ? _now : [], []);
        _turnAt = now + Half;
    }
}
