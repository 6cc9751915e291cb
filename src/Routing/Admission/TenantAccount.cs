namespace SageServe.Routing;

/// <summary>What one tenant has been served in one tier, and what of it is here now.</summary>
internal sealed class TenantAccount(TenantId tenant, ServiceTier tier)
{
    public TenantId Tenant { get; } = tenant;

    public ServiceTier Tier { get; } = tier;

    /// <summary>The virtual token counter: weighted tokens served, lifted when the tenant comes back from idle.</summary>
    public long Served { get; set; }

    /// <summary>Its requests that this flow knows, held or in flight.</summary>
    public int Live { get; set; }

    public int Held { get; set; }

    public long HeldPromptTokens { get; set; }

    /// <summary>What it has waiting, by hold class; null where it never had any.</summary>
    public TenantLane?[] Lanes { get; } = new TenantLane?[Enum.GetValues<HoldClass>().Length];

    /// <summary>Place in the heap of the tier's waiting tenants; -1 when not in it.</summary>
    public int Slot { get; set; } = -1;
}
