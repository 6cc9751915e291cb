using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace SageServe.Gateway;

/// <summary>The connections to engines and peers, tuned for forwarding: nothing of HttpClient's comfort for browsers.</summary>
internal sealed class EngineClient : IDisposable
{
    public EngineClient(GatewayOptions options)
    {
        Invoker = new HttpMessageInvoker(new SocketsHttpHandler
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
        });
        Config = new ForwarderRequestConfig
        {
            // Each attempt has limits of its own (AttemptWatch); YARP's must never be the first.
            ActivityTimeout = TimeSpan.FromDays(8),
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            AllowResponseBuffering = false,
        };
    }

    public HttpMessageInvoker Invoker { get; }

    public ForwarderRequestConfig Config { get; }

    public void Dispose() => Invoker.Dispose();
}
