namespace SageServe.Gateway;

/// <summary>A file as it stands beside its content, written once.</summary>
/// <param name="Tenant">Who may see it.</param>
/// <param name="File">What is shown of it.</param>
/// <param name="Sha256">Of its content, 64 hex digits; null for files of before it was kept.</param>
/// <param name="Content">Name of the blob beside it that is its content; null: <c>content</c>.</param>
internal sealed record StoredFile(TenantId Tenant, FileDocument File, string? Sha256 = null, string? Content = null);
