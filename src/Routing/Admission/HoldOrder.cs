namespace SageServe.Routing;

/// <summary>
/// Which held request is next; the order is that of the names in <see cref="NamedRules"/>. Patient work is rarely held (the deferred
/// queue is its place); where it is, each order says where it stands.
/// </summary>
internal enum HoldOrder
{
    /// <summary>Earliest arrival, whatever the tier.</summary>
    Fcfs,

    /// <summary>Earliest deadline; patient work by its completion deadline, so last until that is near.</summary>
    Edf,

    /// <summary>All of a faster tier before any of a slower one, by arrival inside; patient work last.</summary>
    Pf,

    /// <summary>Urgent, recently late, not urgent, long late (<see cref="HoldClass"/>); patient work after the interactive tiers until it is urgent.</summary>
    Dpa,

    /// <summary>The same classes by the latest start that meets the target, the request's own prefill taken off: late is who can't be served in time any more.</summary>
    OnTime,
}
