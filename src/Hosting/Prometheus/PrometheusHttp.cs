using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SageServe.Hosting;

/// <summary>Connections to a Prometheus server.</summary>
public static class PrometheusHttp
{
    private static readonly Oid ServerPurpose = new("1.3.6.1.5.5.7.3.1");

    /// <summary>A client without a time limit of its own; whoever asks sets one.</summary>
    /// <param name="login">Whose roots count.</param>
    /// <param name="usesProxy">True: as this machine's environment says; false: directly.</param>
    /// <exception cref="ConfigurationProblemsException">The roots cannot be read.</exception>
    public static HttpClient Create(PrometheusLogin login, bool usesProxy)
    {
        var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10), PooledConnectionLifetime = TimeSpan.FromMinutes(2), UseProxy = usesProxy };
        if (login.AuthorityFile is { } file)
        {
            handler.SslOptions.CertificateChainPolicy = Trust(file);
        }

        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private static X509ChainPolicy Trust(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, ApplicationPolicy = { ServerPurpose } };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationProblemsException([$"{file}: the roots cannot be read: {e.Message}"]);
        }

        return policy.CustomTrustStore.Count > 0 ? policy : throw new ConfigurationProblemsException([$"{file}: holds no certificate in PEM."]);
    }
}
