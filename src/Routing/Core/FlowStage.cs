namespace SageServe.Routing;

/// <summary>Where a live request is.</summary>
internal enum FlowStage
{
    /// <summary>Known, not placed yet.</summary>
    New,
    Held,
    AtReplica,
    AtPeer,
}
