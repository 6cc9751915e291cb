using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SageServe.Gateway;

/// <summary>
/// Sets up both listeners: limits, certificates, and what every connection passes. The one place that does: Kestrel keeps the last defaults of
/// endpoints that it is told, so that a second place would undo the first.
/// </summary>
internal static class ListenerLimits
{
    public static void Apply(KestrelServerOptions kestrel, GatewayOptions options, ConnectionLimit connections, TlsListener tls)
    {
        kestrel.ConfigureHttpsDefaults(tls.Apply);
        SetLimits(kestrel, options.Limits);
        kestrel.ConfigureEndpointDefaults(listener => Build(listener, options, connections));
    }

    private static void Build(ListenOptions listener, GatewayOptions options, ConnectionLimit connections)
    {
        // Before the handshake: also a connection that never ends its own is one.
        if (options.Limits.MaxConnectionsPerAddress is not null)
        {
            listener.Use(next => connection => connections.RunAsync(connection, next));
        }

        // What adds bodies to the server's own refusals stands inside TLS, so TLS comes here and not of itself.
        if (Array.Exists([options.PublicUrl, options.AdminUrl], url => new Uri(url) is { Scheme: "https" } uri && uri.Port == listener.IPEndPoint?.Port))
        {
            listener.UseHttps();
        }

        listener.Use(next => connection => RefusalPipe.RunAsync(connection, next));
    }

    private static void SetLimits(KestrelServerOptions kestrel, LimitOptions limits)
    {
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
    }

    private static MinDataRate? Rate(int bytesPerSecond, TimeSpan grace) => bytesPerSecond == 0 ? null : new MinDataRate(bytesPerSecond, grace);
}
