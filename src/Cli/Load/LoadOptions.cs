namespace SageServe.Cli;

/// <summary>How the load is sent.</summary>
internal sealed record LoadOptions
{
    /// <summary>Arrivals later than this are not sent.</summary>
    public required TimeSpan For { get; init; }

    /// <summary>After the last arrival, requests in flight may finish this long.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Sends only OpenAI's own fields (no <c>ignore_eos</c>): output length is then the endpoint's choice.</summary>
    public bool Plain { get; init; }

    /// <summary>Bearer token; null sends none.</summary>
    public string? ApiKey { get; init; }
}
