namespace SageServe.Routing;

/// <summary>
/// How much outstanding work of this gateway one replica may have, and whether a request still fits under it (DESIGN 5.5). Each gateway
/// keeps to its share of the bound, so that all together keep to the whole without asking each other.
/// </summary>
internal sealed class ReplicaBound(ModelFlowOptions options)
{
    private readonly long _ours = TimeSpan.FromSeconds(options.ReplicaBoundSeconds).Ticks / options.Gateways;
    private readonly long _deferred = (long)(TimeSpan.FromSeconds(options.ReplicaBoundSeconds).Ticks / options.Gateways * options.DeferredBoundShare);
    private readonly int _gateways = options.Gateways;

    /// <summary>An idle replica takes any request, however long; else nothing could ever serve one longer than the bound.</summary>
    public bool HasRoom(HomeReplica replica, FlowEntry entry)
    {
        var ledger = replica.Ledger;
        if (ledger.Requests == 0)
        {
            return true;
        }

        if (ledger.Requests >= Math.Max(1, replica.MaxSequences / _gateways))
        {
            return false;
        }

        var after = ledger.WorkTicks + replica.Rate.WorkTicks(entry.Request);
        return after <= (entry.Deferred ? _deferred : _ours);
    }
}
