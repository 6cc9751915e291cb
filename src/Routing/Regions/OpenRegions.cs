namespace SageServe.Routing;

/// <summary>
/// The other regions that may take a request now: residency, freshness, room and circuit are hard; so is the first token's deadline, as
/// long as some region can keep it.
/// </summary>
internal sealed class OpenRegions(PeerView peers, WarmState warm, TimeSpan freshFor)
{
    private readonly List<PeerRegion> _open = [];

    /// <summary>The answer of the last <see cref="Collect"/>, sorted by id; reused.</summary>
    public List<PeerRegion> All => _open;

    /// <summary>True when a region was left out for its open circuit.</summary>
    public bool CircuitOpen { get; private set; }

    public void Collect(FlowEntry entry, bool homeHasRoom, Instant now)
    {
        _open.Clear();
        CircuitOpen = false;
        var anyInTime = homeHasRoom;
        for (var i = 0; i < peers.Count; i++)
        {
            var peer = peers[i];
            if (peer.HasRoom && peer.IsUsable(entry, now, freshFor))
            {
                var isOpen = !peer.Breaker.Lets(now);
                CircuitOpen |= isOpen;
                anyInTime |= !isOpen && IsInTime(peer, entry.Request, now);
                if (!isOpen)
                {
                    _open.Add(peer);
                }
            }
        }

        for (var i = _open.Count - 1; i >= 0 && anyInTime; i--)
        {
            if (!IsInTime(_open[i], entry.Request, now))
            {
                _open.RemoveAt(i);
            }
        }
    }

    private bool IsInTime(PeerRegion peer, InferenceRequest request, Instant now) =>
        peer.IsInTime(request, warm.CachedTokens(peer.Prefixes, request), now);
}
