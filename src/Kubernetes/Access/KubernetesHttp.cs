using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace SageServe.Kubernetes;

/// <summary>Makes the HTTP client of an access: its authorities, its certificate, its token.</summary>
internal static class KubernetesHttp
{
    public static HttpClient Create(KubernetesAccess access)
    {
        var sockets = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(10), ConnectTimeout = TimeSpan.FromSeconds(5) };
        if (access.Authorities is { } authorities)
        {
            sockets.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None
                && certificate is not null
                && IsSignedBy(authorities, certificate);
        }

        if (access.ClientCertificate is { } own)
        {
            sockets.SslOptions.ClientCertificates = [own];
        }

        // Watches last for minutes; every other call has a deadline of its own.
        return new HttpClient(new TokenHandler(access.Token, sockets)) { BaseAddress = access.Server, Timeout = Timeout.InfiniteTimeSpan };
    }

    private static bool IsSignedBy(X509Certificate2Collection authorities, X509Certificate certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        using var copy = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(copy);
    }
}
