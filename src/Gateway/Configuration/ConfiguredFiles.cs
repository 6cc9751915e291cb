using SageServe.Hosting;
using SageServe.Kubernetes;

namespace SageServe.Gateway;

/// <summary>What is wrong inside the files that the options name, and between them and the options; each sentence begins with the option's path.</summary>
internal static class ConfiguredFiles
{
    public static IEnumerable<string> Problems(GatewayOptions options)
    {
        var catalog = Read(options, out var problems);
        return
        [
            .. problems,
            .. Each("FleetFile", options.FleetFile, bytes => catalog is null ? null : FileFleetSource.Parse(bytes, new RegionId(options.Region), catalog)),
            .. Each("KeysFile", options.KeysFile, KeyRing.Parse),
            .. Each("AdminKeyFile", options.AdminKeyFile, Secret),
            .. Each("Forwarding:EngineKeyFile", options.Forwarding.EngineKeyFile, Secret),
            .. Each("Fleet:Kubernetes:KubeConfig", options.Fleet.Source == FleetOptions.Cluster ? options.Fleet.Kubernetes.KubeConfig : null, (string file) => KubeConfigAccess.Load(file)),
            .. Certificates("Tls", options.Tls.CertificateFile, options.Tls.KeyFile, "PeerAuthorityFile", options.Tls.PeerAuthorityFile),
            .. Client("Tls:Engines", options.Tls.Engines),
            .. Client("Tls:Peers", options.Tls.Peers),
            .. catalog is null ? [] : CatalogNames.Problems(options, catalog),
        ];
    }

    private static ServingCatalog? Read(GatewayOptions options, out IReadOnlyList<string> problems)
    {
        problems = [];
        try
        {
            return File.Exists(options.CatalogFile) ? CatalogFile.Load(options) : null;
        }
        catch (ConfigurationProblemsException e)
        {
            problems = [.. e.Problems.Select(p => $"{GatewayOptions.Section}:CatalogFile: {p}")];
            return null;
        }
    }

    private static IEnumerable<string> Client(string name, TlsClientOptions tls) => Certificates(name, tls.CertificateFile, tls.KeyFile, "AuthorityFile", tls.AuthorityFile);

    private static IEnumerable<string> Certificates(string name, string? certificate, string? key, string authorityName, string? authority) =>
    [
        .. key is null || File.Exists(key) ? Each($"{name}:CertificateFile", certificate, bytes => OwnCertificate.Parse(bytes, key)) : [],
        .. Each($"{name}:{authorityName}", authority, Authorities.Parse),
    ];

    private static object Secret(byte[] bytes) => bytes.AsSpan().Trim(" \r\n\t"u8).IsEmpty ? throw new InvalidDataException("It is empty.") : bytes;

    private static IEnumerable<string> Each(string name, string? file, Func<byte[], object?> parse) => Each(name, file, (string path) => parse(File.ReadAllBytes(path)));

    /// <summary>One that does not exist is told by the options themselves.</summary>
    private static IEnumerable<string> Each(string name, string? file, Func<string, object?> read)
    {
        if (string.IsNullOrEmpty(file) || !File.Exists(file))
        {
            return [];
        }

        try
        {
            _ = read(file);
            return [];
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return [$"{GatewayOptions.Section}:{name}: '{file}' cannot be used: {e.Message}"];
        }
    }
}
