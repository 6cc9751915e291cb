using SageServe.Hosting;

namespace SageServe.Scaler;

/// <summary>
/// Where each region has a scaler of its own (section <c>Scaler:Regional</c>): it moves only its own region's replicas, and one of all scalers plans.
/// Without a <see cref="Region"/> one scaler does it all.
/// </summary>
internal sealed record RegionalOptions : ICheckedOptions
{
    /// <summary>The region whose replicas this scaler moves; null: all.</summary>
    public string? Region { get; init; }

    /// <summary>Where this scaler listens for its peers, for example <c>http://0.0.0.0:9181</c>.</summary>
    public string? Url { get; init; }

    /// <summary>The other regions.</summary>
    public IReadOnlyList<PeerRegionOptions> Peers { get; init; } = [];

    /// <summary>Shared by all scalers: they believe only what is signed with it.</summary>
    public string? Secret { get; init; }

    /// <summary>The same from a file, which is read again when it changes.</summary>
    public string? SecretFile { get; init; }

    /// <summary>Certificates (PEM) of those who may have signed the peers'; null: the machine's.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>Whose cluster decides who plans: the first that can be reached. All scalers must have the same. Empty: all regions, sorted.</summary>
    public IReadOnlyList<string> Order { get; init; } = [];

    public LeaseOptions Leases { get; init; } = new();

    /// <summary>Between two looks at the peers' plans, request time.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest wait for one answer of a peer, request time.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>This region and its peers, in the order in which they decide who plans.</summary>
    public IReadOnlyList<string> OrderOrDefault => Order.Count > 0 ? Order : [.. Peers.Select(p => p.Region).Append(Region ?? "").Order(StringComparer.Ordinal)];

    public IEnumerable<string> Problems()
    {
        if (Interval <= TimeSpan.Zero || Timeout <= TimeSpan.Zero)
        {
            yield return "Interval and Timeout must be longer than zero.";
        }

        if (string.IsNullOrWhiteSpace(Region))
        {
            if (Peers.Count > 0 || Url is not null || Order.Count > 0)
            {
                yield return "Region must name this scaler's region where there are peers.";
            }

            yield break;
        }

        if (Peers.Count == 0)
        {
            yield break;
        }

        if (!Uri.TryCreate(Url, UriKind.Absolute, out var own) || own.Scheme != Uri.UriSchemeHttp)
        {
            yield return "Url must be where peers reach this scaler, for example http://0.0.0.0:9181; put TLS in front of it.";
        }

        if (string.IsNullOrWhiteSpace(Secret) && SecretFile is null)
        {
            yield return "Secret or SecretFile must be set: scalers believe only what is signed with it.";
        }

        if (SecretFile is not null && !File.Exists(SecretFile))
        {
            yield return $"SecretFile '{SecretFile}' does not exist.";
        }

        foreach (var peer in Peers.Where(p => p.Region == Region || string.IsNullOrWhiteSpace(p.Region) || !Uri.TryCreate(p.Url, UriKind.Absolute, out var url) || !url.Scheme.StartsWith("http", StringComparison.Ordinal)))
        {
            yield return $"Peers: '{peer.Region}' is this region or has no address.";
        }

        foreach (var twice in Peers.GroupBy(p => p.Region).Where(g => g.Count() > 1))
        {
            yield return $"Peers names '{twice.Key}' more than once.";
        }

        if (Order.Count > 0 && !Order.Order(StringComparer.Ordinal).SequenceEqual(Peers.Select(p => p.Region).Append(Region).Order(StringComparer.Ordinal)))
        {
            yield return "Order must name this region and each peer once.";
        }
    }
}
