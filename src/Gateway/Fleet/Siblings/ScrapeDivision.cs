namespace SageServe.Gateway;

/// <summary>
/// Which engines this gateway reads: each has one owner among the live gateways, by rendezvous hash, so that a gateway that comes or goes moves
/// no engine but its own. An owner reads twice a second at most. When its readings grow old the others read too, all of them together
/// twice a second at most: no more than four readings a second reach an engine, whatever its gateways think of each other.
/// </summary>
internal sealed class ScrapeDivision(SiblingIdentity self, GatewayOptions options)
{
    /// <summary>Least pause between two readings by the same owner, where there are other gateways.</summary>
    public static readonly TimeSpan SharedPause = TimeSpan.FromMilliseconds(500);

    private volatile string[] _live = [self.Id];

    /// <summary>Pause between two readings by an owner.</summary>
    public TimeSpan Pause { get; } =
        options.Siblings.IsAlone || options.ScrapeInterval > SharedPause ? options.ScrapeInterval : SharedPause;

    /// <summary>The live gateways, this one among them.</summary>
    public void Share(IReadOnlyList<string> live) => _live = [.. live];

    public bool IsMine(InstanceId replica) => Owner(replica, _live) == self.Id;

    /// <param name="replica">Which one.</param>
    /// <param name="lookedAt">When anybody looked at it last, or since when it is known.</param>
    /// <param name="triedAt">When this gateway tried last.</param>
    /// <param name="now">Request time.</param>
    /// <returns>True for another's engine that nobody seems to read and that it is this gateway's turn to.</returns>
    public bool MustStandIn(InstanceId replica, Instant lookedAt, Instant triedAt, Instant now) =>
        now - lookedAt > 3 * Pause && now - triedAt >= Math.Max(1, _live.Length - 1) * Pause && !IsMine(replica);

    /// <summary>Highest hash wins; the same everywhere, whatever the order.</summary>
    internal static string Owner(InstanceId replica, ReadOnlySpan<string> live)
    {
        var (best, most) = (live[0], 0UL);
        foreach (var gateway in live)
        {
            var hash = Hash(gateway, replica.Value);
            if (hash > most || hash == most && string.CompareOrdinal(gateway, best) < 0)
            {
                (best, most) = (gateway, hash);
            }
        }

        return best;
    }

    // FNV-1a, then mixed: its upper bits alone depend too little on the last characters.
    private static ulong Hash(string gateway, string replica)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in gateway)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        foreach (var c in replica)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDUL;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53UL;
        return hash ^ (hash >> 33);
    }
}
