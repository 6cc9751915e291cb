namespace SageServe.Routing;

internal enum PlacementResult
{
    Placed,

    /// <summary>Replicas could take it, but all are at their bound.</summary>
    NoRoom,

    /// <summary>No replica and no region may take it at all now.</summary>
    NoneEligible,
}
