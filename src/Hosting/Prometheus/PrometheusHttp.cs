namespace SageServe.Hosting;

/// <summary>Connections to a Prometheus server.</summary>
public static class PrometheusHttp
{
    /// <summary>A client without a time limit of its own; whoever asks sets one.</summary>
    /// <param name="login">Whose roots count.</param>
    /// <param name="usesProxy">True: as this machine's environment says; false: directly.</param>
    /// <exception cref="ConfigurationProblemsException">The roots cannot be read.</exception>
    public static HttpClient Create(PrometheusLogin login, bool usesProxy)
    {
        var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10), PooledConnectionLifetime = TimeSpan.FromMinutes(2), UseProxy = usesProxy };
        if (login.AuthorityFile is { } file)
        {
            handler.SslOptions.CertificateChainPolicy = ServerTrust.Only(file);
        }

        return new HttpClient(new ConnectFaults(handler)) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
