namespace SageServe.Gateway;

/// <summary>What a tenant may have stored. Uploads that end at the same moment at several gateways may pass it by one file each.</summary>
internal sealed class FileQuota(FileIndex index, LiveConfiguration live)
{
    /// <exception cref="ApiRefusal">A file of this many bytes would be beyond the tenant's bounds.</exception>
    public async Task CheckAsync(TenantId tenant, long bytes, CancellationToken cancellation)
    {
        var (files, stored) = (0, 0L);
        foreach (var file in (await index.ReadAsync(cancellation)).Where(f => f.Tenant == tenant))
        {
            files++;
            stored += file.File.Bytes;
        }

        var (maxBytes, maxFiles) = live.Current.Options.Files.LimitsOf(tenant);
        if (files >= maxFiles)
        {
            throw new ApiRefusal(BatchApiErrors.TooManyFiles(tenant, files, maxFiles));
        }

        if (stored + bytes > maxBytes)
        {
            throw new ApiRefusal(BatchApiErrors.StorageQuota(tenant, stored, bytes, maxBytes));
        }
    }
}
