namespace SageServe.Gateway;

/// <summary>What a tenant may have stored. Uploads that end at the same moment at several gateways may pass it by one file each.</summary>
internal sealed class FileQuota(FileIndex index, FileStoreOptions options)
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

        if (files >= options.MaxFilesPerTenant)
        {
            throw new ApiRefusal(BatchApiErrors.TooManyFiles(files, options.MaxFilesPerTenant));
        }

        if (stored + bytes > options.MaxBytesPerTenant)
        {
            throw new ApiRefusal(BatchApiErrors.StorageQuota(stored, bytes, options.MaxBytesPerTenant));
        }
    }
}
