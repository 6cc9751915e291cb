namespace SageServe.Routing;

/// <summary>
/// The held requests of one tier and class: the tenant that was served least is next, the hold order decides between equals and within
/// a tenant. O(log n) a move.
/// </summary>
internal sealed class HoldLine
{
    private readonly SlotHeap<TenantLane> _lanes;
    private readonly Comparison<FlowEntry> _order;

    public HoldLine(Comparison<FlowEntry> order)
    {
        _order = order;
        _lanes = new SlotHeap<TenantLane>(ServedLess, static (l, slot) => l.Slot = slot, static l => l.Slot);
    }

    public bool IsEmpty => _lanes.Count == 0;

    public FlowEntry Next => _lanes.Top.Entries.Top;

    public void Add(FlowEntry entry, TenantAccount account)
    {
        ref var slot = ref account.Lanes[(int)entry.HoldClass];
        var lane = slot is { } known && (known.Order == _order || known.Entries.Count > 0) ? known : slot = new TenantLane(account, _order);
        lane.Entries.Push(entry);
        entry.Lane = lane;
        if (lane.Slot < 0)
        {
            lane.Line = this;
            _lanes.Push(lane);
        }
        else if (entry.OrderSlot == 0)
        {
            _lanes.Renew(lane);
        }
    }

    public void Remove(FlowEntry entry)
    {
        var lane = entry.Lane!;
        if (lane.Entries.Count == 1)
        {
            // Taken out while it can still be compared by its only request.
            _lanes.Remove(lane);
            lane.Entries.Remove(entry);
        }
        else
        {
            lane.Entries.Remove(entry);
            _lanes.Renew(lane);
        }

        entry.Lane = null;
    }

    /// <summary>The counter of the lane's tenant has changed.</summary>
    public void Renew(TenantLane lane) => _lanes.Renew(lane);

    private int ServedLess(TenantLane a, TenantLane b)
    {
        var order = a.Account.Served.CompareTo(b.Account.Served);
        return order != 0 ? order : _order(a.Entries.Top, b.Entries.Top);
    }
}
