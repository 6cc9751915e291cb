namespace SageServe.Scaler;

/// <summary>Where demand and load are read.</summary>
internal sealed record SourceOptions : ICheckedOptions
{
    public const string Scrape = "scrape";
    public const string Prometheus = "prometheus";

    /// <summary><c>scrape</c> (the gateways' own metrics) or <c>prometheus</c>.</summary>
    [OneOf(Scrape, Prometheus)]
    public string Kind { get; init; } = Scrape;

    /// <summary>Base address of the Prometheus HTTP API.</summary>
    public string? PrometheusUrl { get; init; }

    /// <summary>How Prometheus is logged in to, and whose certificates count.</summary>
    public PrometheusLogin Login { get; init; } = new();

    /// <summary>The gateways to scrape.</summary>
    public IReadOnlyList<GatewayTarget> Gateways { get; init; } = [];

    /// <summary>Between two scrapes of a gateway, request time; shorter than a demand bin lasts, or bins are lost.</summary>
    public TimeSpan ScrapeInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for one answer, request time.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    public IEnumerable<string> Problems()
    {
        if (Kind is not (Scrape or Prometheus))
        {
            yield return $"Kind '{Kind}' is not known; use {Scrape} or {Prometheus}.";
        }

        if (Kind == Prometheus && !Uri.TryCreate(PrometheusUrl, UriKind.Absolute, out _))
        {
            yield return "PrometheusUrl must be the address of a Prometheus server when Kind is prometheus.";
        }

        if (Uri.TryCreate(PrometheusUrl, UriKind.Absolute, out var server) && server.UserInfo.Length > 0)
        {
            yield return "PrometheusUrl holds a name or a password; they belong into Login.";
        }

        foreach (var problem in Login.Problems())
        {
            yield return problem;
        }

        if (Kind == Scrape && Gateways.Count == 0)
        {
            yield return "Gateways must name at least one gateway when Kind is scrape.";
        }

        foreach (var gateway in Gateways)
        {
            if (string.IsNullOrWhiteSpace(gateway.Region) || !Uri.TryCreate(gateway.AdminUrl, UriKind.Absolute, out _))
            {
                yield return $"Gateways has an entry without a Region or with a bad AdminUrl ('{gateway.Region}', '{gateway.AdminUrl}').";
            }
        }

        if (ScrapeInterval <= TimeSpan.Zero || Timeout <= TimeSpan.Zero)
        {
            yield return "ScrapeInterval and Timeout must be longer than zero.";
        }
    }
}
