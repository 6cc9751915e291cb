namespace SageServe.Gateway;

/// <summary>How long the index believes in a gateway that it does not hear from. By the store's clock.</summary>
internal static class DeferredTimes
{
    /// <summary>A gateway that did not collect for this long is granted nothing.</summary>
    public static readonly TimeSpan MemberLives = TimeSpan.FromSeconds(5);

    /// <summary>After this its held calls are dropped: their clients went with it.</summary>
    public static readonly TimeSpan MemberKept = TimeSpan.FromSeconds(10);

    /// <summary>The pump's lease: so long nothing is released after a pump died.</summary>
    public static readonly TimeSpan PumpLease = TimeSpan.FromSeconds(3);

    /// <summary>What is granted and not collected goes back after this.</summary>
    public static readonly TimeSpan Uncollected = TimeSpan.FromSeconds(5);
}
