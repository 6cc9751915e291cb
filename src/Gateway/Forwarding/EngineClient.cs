using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace SageServe.Gateway;

/// <summary>The connections to engines and peers, tuned for forwarding: nothing of HttpClient's comfort for browsers.</summary>
internal sealed class EngineClient : IDisposable
{
    public EngineClient(GatewayOptions options, TlsClients tls)
    {
        Invoker = Create(options, tls.Engines);
        PeerInvoker = Create(options, tls.Peers);
        Config = new ForwarderRequestConfig
        {
            // Each attempt has limits of its own (AttemptWatch); YARP's must never be the first.
            ActivityTimeout = TimeSpan.FromDays(8),
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            AllowResponseBuffering = false,
        };
    }

    /// <summary>To engines.</summary>
    public HttpMessageInvoker Invoker { get; }

    /// <summary>To gateways of other regions.</summary>
    public HttpMessageInvoker PeerInvoker { get; }

    public ForwarderRequestConfig Config { get; }

    public void Dispose()
    {
        Invoker.Dispose();
        PeerInvoker.Dispose();
    }

    private static HttpMessageInvoker Create(GatewayOptions options, TlsClient tls) => new(
        tls.Apply(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = options.Forwarding.ConnectTimeout,
            // An answer that nobody wants any more must end at the engine now, not be read for two seconds to keep the connection.
            ResponseDrainTimeout = TimeSpan.Zero,
            MaxConnectionsPerServer = int.MaxValue,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(15),
        }));
}
