using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>How this gateway connects by https.</summary>
internal sealed record TlsClientOptions : ICheckedOptions
{
    /// <summary>Roots that certificates there must lead to; null: those that this machine trusts.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>Certificate that is shown when asked for one.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Its private key; null: in the same file.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Name that certificates there must bear, instead of the address; for replicas that are reached by address and share one certificate.</summary>
    public string? ServerName { get; init; }

    public IEnumerable<string> Problems() => new[] { (nameof(AuthorityFile), AuthorityFile), (nameof(CertificateFile), CertificateFile), (nameof(KeyFile), KeyFile) }
        .Where(f => f.Item2 is not null && !File.Exists(f.Item2)).Select(f => $"{f.Item1}: '{f.Item2}' does not exist.");
}
