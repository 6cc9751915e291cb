using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace SageServe.Gateway;

/// <summary>The certificate of the listeners whose address is https. A new one counts for new connections; the others keep theirs.</summary>
internal sealed class TlsListener(GatewayOptions options, TimeProvider time, ILogger<TlsListener> logger) : IDisposable
{
    private readonly OwnCertificate? _own = options.Tls.CertificateFile is { } file ? new OwnCertificate(file, options.Tls.KeyFile, time, logger) : null;
    private readonly Authorities? _peers = options.Tls.PeerAuthorityFile is { } file ? new Authorities(file, time, logger) : null;

    public void Dispose()
    {
        _own?.Dispose();
        _peers?.Dispose();
    }

    public void Apply(HttpsConnectionAdapterOptions https)
    {
        if (_own is not { } own)
        {
            return;
        }

        // Kestrel wants a certificate or a choice of one; the context that replaces it also sends what leads to the root.
        https.ServerCertificateSelector = (_, _) => own.Current.TargetCertificate;
        https.OnAuthenticate = (_, ssl) =>
        {
            ssl.ServerCertificateSelectionCallback = null;
            ssl.ServerCertificateContext = own.Current;
        };
        if (_peers is { } peers)
        {
            // Clients have none; whether a peer has one is asked where it calls.
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.ClientCertificateValidation = (certificate, chain, errors) => peers.Accepts(certificate, chain, errors, Authorities.ClientPurpose);
        }
    }
}
