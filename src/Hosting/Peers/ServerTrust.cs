using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SageServe.Hosting;

/// <summary>Whose certificates a server may show.</summary>
public static class ServerTrust
{
    private static readonly Oid ServerPurpose = new("1.3.6.1.5.5.7.3.1");

    /// <summary>Only those signed by the roots in this file (PEM).</summary>
    /// <exception cref="ConfigurationProblemsException">The roots cannot be read.</exception>
    public static X509ChainPolicy Only(string file)
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
