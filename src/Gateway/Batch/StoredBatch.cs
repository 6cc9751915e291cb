namespace SageServe.Gateway;

/// <summary>A batch as it stands on disk.</summary>
internal sealed record StoredBatch
{
    public required TenantId Tenant { get; init; }

    /// <summary>The key that made it; null where nobody needs one.</summary>
    public BatchKey? Key { get; init; }

    public required BatchDocument Batch { get; init; }

    /// <summary>Order of creation, also within one second.</summary>
    public required long Sequence { get; init; }

    /// <summary>The model whose queue it is in; none until validated.</summary>
    public string? ModelId { get; init; }

    /// <summary>Number of the input file's last line, blank ones counted.</summary>
    public int LastLine { get; init; }

    /// <summary>Seconds that result files are kept; null for ever.</summary>
    public long? OutputSeconds { get; init; }
}
