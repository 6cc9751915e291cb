namespace SageServe.Gateway;

/// <summary>How a gateway knows what the others have used.</summary>
internal enum QuotaMode
{
    /// <summary>There are no others: limits are kept here.</summary>
    Alone,

    /// <summary>Slices are leased from Redis ahead of use.</summary>
    Linked,

    /// <summary>Redis does not answer: the last slice, then this gateway's share of the limit.</summary>
    Cut,
}
