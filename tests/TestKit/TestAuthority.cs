using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SageServe.TestKit;

/// <summary>A root of one test, and certificates that it signs.</summary>
public sealed class TestAuthority : IDisposable
{
    private readonly X509Certificate2 _root;

    public TestAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=root of tests " + Convert.ToHexString(RandomNumberGenerator.GetBytes(4)), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _root = request.CreateSelfSigned(Before, After.AddDays(1));
    }

    /// <summary>The root, without its key.</summary>
    public string Pem => _root.ExportCertificatePem();

    private static DateTimeOffset Before => TimeProvider.System.GetUtcNow().AddDays(-1);

    private static DateTimeOffset After => TimeProvider.System.GetUtcNow().AddDays(1);

    /// <summary>Certificate and key for 127.0.0.1, or for a name alone, as PEM.</summary>
    public string Sign(string? name = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + (name ?? "a gateway"), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (name is null)
        {
            names.AddIpAddress(IPAddress.Loopback);
        }
        else
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(_root, Before, After, RandomNumberGenerator.GetBytes(8));
        return signed.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem();
    }

    public void Dispose() => _root.Dispose();
}
