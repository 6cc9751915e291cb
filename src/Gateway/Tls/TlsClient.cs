using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace SageServe.Gateway;

/// <summary>How connections by https are made to one kind of upstream.</summary>
internal sealed class TlsClient : IDisposable
{
    private readonly TlsClientOptions _options;
    private readonly Authorities? _authorities;
    private readonly OwnCertificate? _own;

    public TlsClient(TlsClientOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        _authorities = options.AuthorityFile is { } roots ? new Authorities(roots, time, logger) : null;
        _own = options.CertificateFile is { } file ? new OwnCertificate(file, options.KeyFile, time, logger) : null;
    }

    public SocketsHttpHandler Apply(SocketsHttpHandler handler)
    {
        var ssl = handler.SslOptions;
        if (_authorities is not null || _options.ServerName is not null)
        {
            ssl.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Accepts(certificate, chain, errors);
        }

        if (_own is { } own)
        {
            ssl.LocalCertificateSelectionCallback = (_, _, _, _, _) => own.Current.TargetCertificate;
        }

        return handler;
    }

    public void Dispose()
    {
        _authorities?.Dispose();
        _own?.Dispose();
    }

    // The handler overwrites the name to look for with the address's host, so another one is looked for here.
    private bool Accepts(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (_options.ServerName is { } name && certificate is X509Certificate2 theirs && theirs.MatchesHostname(name))
        {
            errors &= ~SslPolicyErrors.RemoteCertificateNameMismatch;
        }
        else if (_options.ServerName is not null)
        {
            return false;
        }

        return _authorities?.Accepts(certificate, chain, errors, Authorities.ServerPurpose) ?? errors == SslPolicyErrors.None;
    }
}
