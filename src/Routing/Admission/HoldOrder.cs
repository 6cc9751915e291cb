namespace SageServe.Routing;

/// <summary>Which held request is next; the order is that of the names in <see cref="NamedRules"/>.</summary>
internal enum HoldOrder
{
    /// <summary>Earliest arrival.</summary>
    Fcfs,

    /// <summary>Earliest deadline.</summary>
    Edf,
}
