using System.ComponentModel.DataAnnotations;

namespace SageServe.Gateway;

/// <summary>Where uploads, batches, their journals and results live, how much of them and for how long (section <c>Gateway:Files</c>).</summary>
internal sealed record FileStoreOptions
{
    public const string FolderKind = "folder";
    public const string S3Kind = "s3";

    /// <summary><c>folder</c>, or <c>s3</c> for a bucket of an S3-compatible store.</summary>
    [OneOf(FolderKind, S3Kind)]
    public string Kind { get; init; } = FolderKind;

    /// <summary>The folder, on a file system with hard links and fsync; null: <c>DataDirectory</c>.</summary>
    public string? Folder { get; init; }

    /// <summary>True when every gateway of the region has the same file system at <see cref="Folder"/>. Several gateways need that, or a bucket.</summary>
    public bool Shared { get; init; }

    /// <summary>The bucket, where <see cref="Kind"/> is <c>s3</c>.</summary>
    public S3Options S3 { get; init; } = new();

    /// <summary>Bytes that a tenant may have stored, uploads and results together; an upload beyond it is refused. Results are always written.</summary>
    [Range(1, 1_000_000_000_000_000)]
    public long MaxBytesPerTenant { get; init; } = 100_000_000_000;

    /// <summary>Files that a tenant may have stored, uploads and results together; an upload beyond it is refused.</summary>
    [Range(1, 1_000_000)]
    public int MaxFilesPerTenant { get; init; } = 10_000;

    /// <summary>Tenants that may store more than the others, or less.</summary>
    public IReadOnlyList<TenantFileOptions> Tenants { get; init; } = [];

    /// <summary>How long an upload is kept that does not say <c>expires_after</c>; the input of a batch that has not ended stays. 0: for ever.</summary>
    public TimeSpan KeepInputs { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long output and error files are kept when the batch does not say <c>output_expires_after</c>. 0: for ever.</summary>
    public TimeSpan KeepResults { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Pause between two looks for files whose time is over and for rests of uploads that broke off.</summary>
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What the tenant may have stored.</summary>
    public (long Bytes, int Files) LimitsOf(TenantId tenant) => Tenants.FirstOrDefault(t => t.Tenant == tenant.Value) is { } own
        ? (own.MaxBytes ?? MaxBytesPerTenant, own.MaxFiles ?? MaxFilesPerTenant)
        : (MaxBytesPerTenant, MaxFilesPerTenant);

    public IEnumerable<string> Problems()
    {
        for (var i = 0; i < Tenants.Count; i++)
        {
            var tenant = Tenants[i];
            if (Tenants.Take(i).Any(t => t.Tenant == tenant.Tenant))
            {
                yield return $"Files:Tenants:{i}: '{tenant.Tenant}' stands there twice; join the two.";
            }

            if (tenant is { MaxBytes: null, MaxFiles: null })
            {
                yield return $"Files:Tenants:{i}: '{tenant.Tenant}' has neither MaxBytes nor MaxFiles; give one, or leave it out.";
            }
        }

        foreach (var (name, keep) in new[] { (nameof(KeepInputs), KeepInputs), (nameof(KeepResults), KeepResults) }.Where(k => k.Item2 != TimeSpan.Zero && k.Item2 < TimeSpan.FromHours(1)))
        {
            yield return $"Files:{name} {keep} must be 0 (for ever) or at least an hour.";
        }

        if (SweepEvery < TimeSpan.FromSeconds(1))
        {
            yield return "Files:SweepEvery must be at least a second.";
        }

        foreach (var problem in Kind == S3Kind ? S3.Problems() : [])
        {
            yield return problem;
        }
    }
}
