namespace SageServe.Gateway;

/// <summary>Connections to engines and to other gateways.</summary>
internal sealed class TlsClients(GatewayOptions options, TimeProvider time, ILogger<TlsClients> logger) : IDisposable
{
    public TlsClient Engines { get; } = new(options.Tls.Engines, time, logger);

    public TlsClient Peers { get; } = new(options.Tls.Peers, time, logger);

    public void Dispose()
    {
        Engines.Dispose();
        Peers.Dispose();
    }
}
