using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Certificates (section <c>Gateway:Tls</c>), as PEM files that are read again when they change.</summary>
internal sealed record TlsOptions : ICheckedOptions
{
    /// <summary>Certificate of the listeners whose address is https, and those that lead to its root.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Its private key; null: in the same file. To be replaced before the certificate.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Roots of peers' certificates: calls of other gateways then need one of them, and a signature (mutual TLS).</summary>
    public string? PeerAuthorityFile { get; init; }

    /// <summary>Connections to engines whose address is https.</summary>
    public TlsClientOptions Engines { get; init; } = new();

    /// <summary>Connections to gateways whose address is https.</summary>
    public TlsClientOptions Peers { get; init; } = new();

    public IEnumerable<string> Problems() => new[] { (nameof(CertificateFile), CertificateFile), (nameof(KeyFile), KeyFile), (nameof(PeerAuthorityFile), PeerAuthorityFile) }
        .Where(f => f.Item2 is not null && !File.Exists(f.Item2)).Select(f => $"{f.Item1}: '{f.Item2}' does not exist.");
}
