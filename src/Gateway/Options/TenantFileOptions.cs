using System.ComponentModel.DataAnnotations;

namespace SageServe.Gateway;

/// <summary>What one tenant may have stored where it differs from what all may.</summary>
internal sealed record TenantFileOptions
{
    /// <summary>The tenant, as its keys have it.</summary>
    [Required]
    public string Tenant { get; init; } = "";

    /// <summary>Bytes, uploads and results together; null: as for all.</summary>
    [Range(1, 1_000_000_000_000_000)]
    public long? MaxBytes { get; init; }

    /// <summary>Files, uploads and results together; null: as for all.</summary>
    [Range(1, 1_000_000)]
    public int? MaxFiles { get; init; }
}
