namespace SageServe.Routing;

/// <summary>Classes of the deadline and priority aware order (SAGESERVE section 6), in the order in which they are served.</summary>
internal enum HoldClass
{
    /// <summary>Due within the urgent time: earliest deadline first, the faster tier on ties.</summary>
    Urgent,

    /// <summary>Missed by no more than the late time: earliest deadline first.</summary>
    RecentlyLate,

    /// <summary>Due later: the faster tier first, then by arrival. Patient work is here until its completion deadline comes near.</summary>
    NotUrgent,

    /// <summary>Missed long ago: earliest deadline first, after all others.</summary>
    LongLate,
}
