namespace SageServe.Gateway;

/// <summary>A batch's card as it stands in the blob store (<c>batch.json</c>, written once): who wants what until when.</summary>
internal sealed record StoredBatch
{
    public required TenantId Tenant { get; init; }

    /// <summary>The key that made it; null where nobody needs one.</summary>
    public BatchKey? Key { get; init; }

    /// <summary>As it was when it was made; what came of it stands in its marks.</summary>
    public required BatchDocument Batch { get; init; }

    /// <summary>Name of the gateway that accepted it, and checks its file unless it dies.</summary>
    public string By { get; init; } = "";

    /// <summary>Seconds that result files are kept; null for ever.</summary>
    public long? OutputSeconds { get; init; }
}
