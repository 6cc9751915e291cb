using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>A certificate of ours with its key and what leads to its root. One that cannot be read changes nothing; connections keep theirs.</summary>
internal sealed class OwnCertificate : IDisposable
{
    private readonly ReloadingFile<SslStreamCertificateContext> _file;

    /// <exception cref="InvalidOperationException">It cannot be read; the message says why.</exception>
    public OwnCertificate(string certificateFile, string? keyFile, TimeProvider time, ILogger logger) =>
        _file = new ReloadingFile<SslStreamCertificateContext>(certificateFile, pem => Parse(pem, keyFile), time, logger);

    public SslStreamCertificateContext Current => _file.Current;

    public void Dispose() => _file.Dispose();

    /// <summary>Throws what the readers of certificates throw; the message says why.</summary>
    internal static SslStreamCertificateContext Parse(byte[] bytes, string? keyFile)
    {
        var pem = Encoding.ASCII.GetString(bytes);
        var certificate = X509Certificate2.CreateFromPem(pem, keyFile is null ? pem : File.ReadAllText(keyFile));
        var all = new X509Certificate2Collection();
        all.ImportFromPem(pem);
        X509Certificate2[] others = [.. all.Where(c => c.Thumbprint != certificate.Thumbprint)];
        return SslStreamCertificateContext.Create(certificate, new X509Certificate2Collection(others), offline: true);
    }
}
