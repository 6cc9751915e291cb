namespace SageServe.Routing;

/// <summary>
/// Whether waiting is of use while no replica serves: yes while capacity is warming that serves before the tier's limit, and for a
/// moment after the last replica went away, because it may come back; else the refusal comes at once, with what is known of when.
/// </summary>
internal sealed class WaitingRoom(FlowScope scope, HomeView home, Placement placement)
{
    /// <summary>Why waiting is of no use; null when the request may wait.</summary>
    public ReasonCode? Refusal(FlowEntry entry, Instant now)
    {
        if (home.ReadyCount > 0 || !entry.Request.MayUse(scope.Home) || now - home.ServedUntil < scope.Options.ReturnWithin)
        {
            return null;
        }

        var limit = scope.Catalog.Level(entry.Request.Tier).HoldLimit - entry.HeldBefore;
        return placement.ServesAt(now) is not { } ready ? ReasonCode.NoReadyReplica
            : ready > now + limit ? ReasonCode.WarmsTooLate
            : null;
    }
}
