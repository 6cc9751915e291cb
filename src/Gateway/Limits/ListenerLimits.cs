using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SageServe.Gateway;

/// <summary>Tells Kestrel the limits of <see cref="LimitOptions"/>.</summary>
internal static class ListenerLimits
{
    public static void Apply(KestrelServerOptions kestrel, GatewayOptions options, ConnectionLimit connections)
    {
        var limits = options.Limits;
        kestrel.Limits.MaxRequestHeadersTotalSize = limits.MaxHeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = limits.MaxHeaderCount;
        kestrel.Limits.MaxRequestLineSize = limits.MaxRequestLineBytes;

        // Kestrel wants a buffer that holds the line and one header at least.
        kestrel.Limits.MaxRequestBufferSize = Math.Max(kestrel.Limits.MaxRequestBufferSize ?? 0, Math.Max(limits.MaxRequestLineBytes, limits.MaxHeaderBytes));
        kestrel.Limits.RequestHeadersTimeout = limits.HeaderTimeout;
        kestrel.Limits.KeepAliveTimeout = limits.KeepAliveTimeout;
        kestrel.Limits.MinRequestBodyDataRate = Rate(limits.MinBodyBytesPerSecond, limits.RateGrace);
        kestrel.Limits.MinResponseDataRate = Rate(limits.MinAnswerBytesPerSecond, limits.RateGrace);
        kestrel.Limits.MaxConcurrentConnections = limits.MaxConnections;
        if (limits.MaxConnectionsPerAddress is not null)
        {
            kestrel.ConfigureEndpointDefaults(listener => listener.Use(next => connection => connections.RunAsync(connection, next)));
        }
    }

    private static MinDataRate? Rate(int bytesPerSecond, TimeSpan grace) => bytesPerSecond == 0 ? null : new MinDataRate(bytesPerSecond, grace);
}
