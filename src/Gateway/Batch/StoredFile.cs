namespace SageServe.Gateway;

/// <summary>A file as it stands on disk beside its content.</summary>
/// <param name="Tenant">Who may see it.</param>
/// <param name="File">What is shown of it.</param>
/// <param name="Sequence">Order of creation, also within one second.</param>
internal sealed record StoredFile(TenantId Tenant, FileDocument File, long Sequence);
