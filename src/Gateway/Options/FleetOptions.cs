using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Where this region's replicas are found (section <c>Gateway:Fleet</c>).</summary>
internal sealed record FleetOptions : ICheckedOptions
{
    public const string File = "file";
    public const string DnsNames = "dns";
    public const string Cluster = "kubernetes";

    /// <summary><c>file</c> (<c>Gateway:FleetFile</c>, read again when it changes), <c>dns</c> or <c>kubernetes</c>.</summary>
    [OneOf(File, DnsNames, Cluster)]
    public string Source { get; init; } = File;

    /// <summary>Source <c>dns</c>.</summary>
    public DnsFleetOptions Dns { get; init; } = new();

    /// <summary>Source <c>kubernetes</c>.</summary>
    public KubernetesFleetOptions Kubernetes { get; init; } = new();

    public HealthCheckOptions Health { get; init; } = new();

    public IEnumerable<string> Problems()
    {
        if (Source is not (File or DnsNames or Cluster))
        {
            yield return $"Source '{Source}' is not known; use {File}, {DnsNames} or {Cluster}.";
        }

        if (Source == DnsNames && Dns.Names.Count == 0)
        {
            yield return "Source dns needs Dns:Names: at least one name and what its addresses serve.";
        }
    }
}
