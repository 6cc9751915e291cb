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
        Apply(kestrel.Limits, options.Limits);
        kestrel.ConfigureEndpointDefaults(listener => Build(listener, options, connections));
    }

    private static void Build(ListenOptions listener, GatewayOptions options, ConnectionLimit connections)
    {
        // Before the handshake: also a connection that never ends its own is one.
        listener.Use(next => connection => connections.RunAsync(connection, next));

        // What adds bodies to the server's own refusals stands inside TLS, so TLS comes here and not of itself.
        if (Array.Exists([options.PublicUrl, options.AdminUrl], url => new Uri(url) is { Scheme: "https" } uri && uri.Port == listener.IPEndPoint?.Port))
        {
            listener.UseHttps();
        }

        listener.Use(next => connection => RefusalPipe.RunAsync(connection, next));
    }

    /// <summary>All but the numbers of connections, which <see cref="ConnectionLimit"/> keeps: the server would read them at start only.</summary>
    public static void Apply(KestrelServerLimits kestrel, LimitOptions limits)
    {
        kestrel.MaxRequestHeadersTotalSize = limits.MaxHeaderBytes;
        kestrel.MaxRequestHeaderCount = limits.MaxHeaderCount;
        kestrel.MaxRequestLineSize = limits.MaxRequestLineBytes;

        // Kestrel wants a buffer that holds the line and one header at least.
        kestrel.MaxRequestBufferSize = Math.Max(kestrel.MaxRequestBufferSize ?? 0, Math.Max(limits.MaxRequestLineBytes, limits.MaxHeaderBytes));
        kestrel.RequestHeadersTimeout = limits.HeaderTimeout;
        kestrel.KeepAliveTimeout = limits.KeepAliveTimeout;
        kestrel.MinRequestBodyDataRate = Rate(limits.MinBodyBytesPerSecond, limits.RateGrace);
        kestrel.MinResponseDataRate = Rate(limits.MinAnswerBytesPerSecond, limits.RateGrace);
    }

    private static MinDataRate? Rate(int bytesPerSecond, TimeSpan grace) => bytesPerSecond == 0 ? null : new MinDataRate(bytesPerSecond, grace);
}
