namespace SageServe.Gateway;

/// <summary>Which names of the configuration take effect while the gateway runs. All others need a restart: addresses, region, stores.</summary>
internal static class RunTimeOptions
{
    /// <summary>Names and sections, as they stand in the file.</summary>
    public static readonly string[] Names =
    [
        "Gateway:Routing",
        "Gateway:Release",
        "Gateway:Forwarding:Timeouts",
        "Gateway:Forwarding:KeepAliveAfter",
        "Gateway:PassThroughPaths",
        "Gateway:MaxBodyBytes",
        "Gateway:Prices",
        "Logging",
    ];

    public static bool Contains(string key) => Array.Exists(
        Names, n => key.StartsWith(n, StringComparison.OrdinalIgnoreCase) && (key.Length == n.Length || key[n.Length] == ':'));

    /// <summary>The options at start with what may change taken from others.</summary>
    public static GatewayOptions Over(GatewayOptions started, GatewayOptions read) => started with
    {
        Routing = read.Routing,
        Release = read.Release,
        Forwarding = started.Forwarding with
        {
            Timeouts = read.Forwarding.Timeouts,
            KeepAliveAfter = read.Forwarding.KeepAliveAfter,
        },
        PassThroughPaths = read.PassThroughPaths,
        MaxBodyBytes = read.MaxBodyBytes,
        Prices = read.Prices,
    };
}
