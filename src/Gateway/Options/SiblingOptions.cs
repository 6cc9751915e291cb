namespace SageServe.Gateway;

/// <summary>The other gateways of this region (section <c>Gateway:Siblings</c>); without any, a gateway takes its replicas for its own.</summary>
internal sealed record SiblingOptions
{
    /// <summary>host:port (more as at <c>Store:Redis</c>) of the Redis in which the region's gateways find each other.</summary>
    public string? Redis { get; init; }

    /// <summary>Addresses of the gateways, without Redis; this one's own may be among them, so that all have the same file.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Where the others reach this gateway; null: its public address. Needed where that has no host, as in <c>http://*:8080</c>.</summary>
    public string? Url { get; init; }

    /// <summary>Pause between two rounds of telling and asking each other.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Pause between two rounds of asking each other for prefills that are outstanding, so that two don't send a prompt to one replica at once; 0: never.
    /// </summary>
    public TimeSpan InFlightBeat { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>A gateway that nothing was heard of for this long shares the replicas no more.</summary>
    public TimeSpan DeadAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>True when there is nobody to share with.</summary>
    public bool IsAlone => Redis is null && Urls.Count == 0;

    /// <summary>True when the region may have another gateway than this one.</summary>
    public bool HasOthers(string publicUrl) => Redis is not null || Urls.Any(u => u.TrimEnd('/') != (Url ?? publicUrl).TrimEnd('/'));

    public IEnumerable<string> Problems(string publicUrl, string? peerSecret)
    {
        if (IsAlone)
        {
            yield break;
        }

        if (string.IsNullOrEmpty(peerSecret))
        {
            yield return "Siblings need a PeerSecret (in the environment: Gateway__PeerSecret): gateways believe only what is signed with it.";
        }

        foreach (var url in Urls.Append(Url ?? publicUrl).Where(u => !HasHost(u)))
        {
            yield return $"Siblings: '{url}' is no address that other gateways could reach, such as http://10.0.0.7:8080; set Siblings:Url.";
        }

        if (InFlightBeat != TimeSpan.Zero && InFlightBeat < TimeSpan.FromMilliseconds(20))
        {
            yield return "Siblings:InFlightBeat must be 0 (never) or at least 00:00:00.020.";
        }

        if (Beat < TimeSpan.FromMilliseconds(50) || DeadAfter < 2 * Beat || DeadAfter > TimeSpan.FromMinutes(5))
        {
            yield return "Siblings:Beat must be at least 00:00:00.050, and DeadAfter within twice the beat and 00:05:00.";
        }
    }

    // A wildcard ("*", "+", 0.0.0.0, [::]) listens everywhere and leads nowhere.
    private static bool HasHost(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && uri.Scheme is ("http" or "https") && uri.Host is not ("0.0.0.0" or "[::]" or "*" or "+");
}
