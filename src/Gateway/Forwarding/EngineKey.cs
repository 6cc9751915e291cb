using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>The key that engines ask for. It goes to engines only: a peer has its own, and a client never sees it.</summary>
internal sealed class EngineKey : IDisposable
{
    private const string Scheme = "Bearer ";

    private readonly SecretText _header;

    public EngineKey(GatewayOptions options, SteadyClock clock, ILogger<EngineKey> logger) =>
        _header = new SecretText(options.Forwarding.EngineKey, options.Forwarding.EngineKeyFile, Scheme, clock.Time, logger);

    /// <summary>Value of <c>Authorization</c> for engines; null for none.</summary>
    public string? Header => _header.Current;

    /// <summary>An engine, or a proxy before it, that shows the key in a header of its answer: that header is not passed on.</summary>
    public bool IsToldBy(string headerValue) =>
        Header is { } header && headerValue.Contains(header.AsSpan(Scheme.Length), StringComparison.Ordinal);

    public void Dispose() => _header.Dispose();
}
