using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Roots of a file, instead of those that the machine trusts.</summary>
internal sealed class Authorities : IDisposable
{
    public const string ServerPurpose = "1.3.6.1.5.5.7.3.1";
    public const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    private readonly ReloadingFile<X509Certificate2Collection> _file;

    /// <exception cref="InvalidOperationException">It cannot be read; the message says why.</exception>
    public Authorities(string file, TimeProvider time, ILogger logger) =>
        _file = new ReloadingFile<X509Certificate2Collection>(file, Parse, time, logger);

    /// <param name="certificate">Of the other side.</param>
    /// <param name="sent">What it sent along.</param>
    /// <param name="errors">What is wrong apart from the roots is wrong here too.</param>
    /// <param name="purpose">What it must be for.</param>
    public bool Accepts(X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors, string purpose)
    {
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_file.Current);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(purpose));
        if (sent is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainElements.Select(e => e.Certificate).ToArray());
        }

        using var copy = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(copy);
    }

    public void Dispose() => _file.Dispose();

    internal static X509Certificate2Collection Parse(byte[] pem)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPem(Encoding.ASCII.GetString(pem));
        return roots.Count > 0 ? roots : throw new CryptographicException("It holds no certificate.");
    }
}
