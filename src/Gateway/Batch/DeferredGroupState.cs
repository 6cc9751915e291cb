namespace SageServe.Gateway;

/// <summary>How one group stands.</summary>
public sealed record DeferredGroupState
{
    public required string Id { get; init; }

    /// <summary>None for what an older program queued.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>The only gateway that may run it; null: any.</summary>
    public string? Gateway { get; init; }

    public required Instant Deadline { get; init; }

    /// <summary>Of the first one that waits; null when none does.</summary>
    public Instant? OldestEnqueuedAt { get; init; }

    /// <summary>Items that may be granted now.</summary>
    public long Waiting { get; init; }

    /// <summary>Items that wait out a pause before they return to the head.</summary>
    public long Delayed { get; init; }

    /// <summary>Items that a gateway has, or finds in its inbox.</summary>
    public long Leased { get; init; }

    /// <summary>Of all that nobody has: waiting and delayed.</summary>
    public long PromptTokens { get; init; }

    /// <summary>Of all that nobody has; as expected.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Replica seconds of all that nobody has.</summary>
    public double WorkSeconds { get; init; }

    /// <summary>All that the index knows of the group.</summary>
    public long Items => Waiting + Delayed + Leased;
}
