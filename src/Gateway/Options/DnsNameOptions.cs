using System.ComponentModel.DataAnnotations;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>One name and what is served behind it.</summary>
internal sealed record DnsNameOptions : ICheckedOptions
{
    /// <summary>Fully qualified, for example <c>vllm.models.svc.cluster.local</c>, or <c>_http._tcp.vllm…</c> for SRV records.</summary>
    [Required]
    public string Name { get; init; } = "";

    /// <summary><c>a</c> (IPv4), <c>aaaa</c> (IPv6) or <c>srv</c> (host and port from the records).</summary>
    [OneOf("a", "aaaa", "srv")]
    public string Type { get; init; } = "a";

    /// <summary>Port of the replicas; SRV records bring their own.</summary>
    [Range(1, 65535)]
    public int Port { get; init; } = 8000;

    /// <summary><c>http</c> or <c>https</c>.</summary>
    [OneOf("http", "https")]
    public string Scheme { get; init; } = "http";

    /// <summary>The catalog's id of the model that is served there.</summary>
    [Required]
    public string Model { get; init; } = "";

    /// <summary>The catalog's id of the hardware behind it.</summary>
    [Required]
    public string Accelerator { get; init; } = "";

    /// <summary>How the machines are paid for.</summary>
    public CapacityType CapacityType { get; init; } = CapacityType.OnDemand;

    /// <summary>The pool among those of one model, region and hardware.</summary>
    public string Revision { get; init; } = PoolId.DefaultRevision;

    public IEnumerable<string> Problems()
    {
        if (Type is not ("a" or "aaaa" or "srv"))
        {
            yield return $"Type '{Type}' is not known; use a, aaaa or srv.";
        }

        if (Scheme is not ("http" or "https"))
        {
            yield return $"Scheme '{Scheme}' is not known; use http or https.";
        }

        if (Name.Length > 253 || Name.TrimEnd('.').Split('.').Any(l => l.Length is 0 or > 63 || l.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))))
        {
            yield return $"Name '{Name}' is no domain name.";
        }
    }
}
