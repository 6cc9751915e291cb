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
        "Gateway:Forwarding:EnginePriority",
        "Gateway:Limits",
        "Gateway:PriorityRamp",
        "Gateway:PassThroughPaths",
        "Gateway:MaxBodyBytes",
        "Gateway:Prices",
        "Gateway:Files:MaxBytesPerTenant",
        "Gateway:Files:MaxFilesPerTenant",
        "Gateway:Files:Tenants",
        "Logging",
    ];

    /// <summary>The options at start with what may change taken from others.</summary>
    public static GatewayOptions Over(GatewayOptions started, GatewayOptions read) => started with
    {
        Routing = read.Routing,
        Release = read.Release,
        Forwarding = started.Forwarding with
        {
            Timeouts = read.Forwarding.Timeouts,
            KeepAliveAfter = read.Forwarding.KeepAliveAfter,
            EnginePriority = read.Forwarding.EnginePriority,
        },
        Limits = read.Limits,
        PriorityRamp = read.PriorityRamp,
        PassThroughPaths = read.PassThroughPaths,
        MaxBodyBytes = read.MaxBodyBytes,
        Prices = read.Prices,
        Files = started.Files with
        {
            MaxBytesPerTenant = read.Files.MaxBytesPerTenant, MaxFilesPerTenant = read.Files.MaxFilesPerTenant, Tenants = read.Files.Tenants,
        },
    };
}
